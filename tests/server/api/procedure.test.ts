import { expect, test } from 'vitest';
import { z } from 'zod';
import * as door from '@/server/api/procedure';
import { procedure } from '@/server/api/procedure';
import { customer } from '@/server/api/scopes';

const whole = { permission: 'device.read', scope: customer, audit: 'device.listed', output: z.void() } as const;

test('a rule that leaves something out does not compile', () => {
  // Never called: `tsc` is the test here, and an error that is no longer expected fails `npm run check`.
  const uncompilable = (): void => {
    const { permission, scope, audit, output } = whole;
    // @ts-expect-error a permission is missing
    procedure({ scope, audit, output });
    // @ts-expect-error a scope is missing
    procedure({ permission, audit, output });
    // @ts-expect-error an audit event is missing
    procedure({ permission, scope, output });
    // @ts-expect-error an output is missing
    procedure({ permission, scope, audit });
    // @ts-expect-error no such permission
    procedure({ ...whole, permission: 'device.steal' });
    // @ts-expect-error no such event
    procedure({ ...whole, audit: 'device.stolen' });
    // @ts-expect-error a silence needs its reason
    procedure({ ...whole, audit: null });
    // @ts-expect-error what is not described does not leave: an answer of another shape
    procedure({ ...whole, output: z.object({ name: z.string() }) }).query(async () => ({ nam: 'x' }));
    // @ts-expect-error meta only describes; it cannot be said again
    procedure(whole).meta({});
    // @ts-expect-error nothing is put in front of the door
    procedure(whole).use(() => undefined);
    // @ts-expect-error nor is the door joined with another
    procedure(whole).concat(procedure(whole));
    // @ts-expect-error a query's context holds what its scope found and no other
    procedure(whole).query(async ({ ctx }) => void ctx.device);
  };
  expect(uncompilable).toBeTypeOf('function');
});

test('what a rule makes has no way to open it again, at run time neither', () => {
  expect(Object.keys(procedure(whole)).sort()).toEqual(['mutation', 'query', 'subscription']);
});

test('nothing but doors leads out of procedure.ts', () => {
  expect(Object.keys(door).sort()).toEqual(['createCallerFactory', 'open', 'procedure', 'router']);
});

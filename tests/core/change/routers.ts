import fc from 'fast-check';
import type { RowChange } from '@/core/change/predict';
import { has, type Looks } from '@/core/change/rows';
import type { Fields, Step } from '@/core/change/step';
import type { Found } from './plans';

/* Routers with rules in their order and settings, as steps see them; and what becomes of them. */

const comment = 'Routeward: no telnet';
const flag = fc.constantFrom('true', 'false');
const strange = fc.record({
  ...{ chain: fc.constant('input'), action: fc.constantFrom('accept', 'drop'), protocol: fc.constantFrom('', 'tcp') },
  ...{ 'dst-port': fc.constantFrom('', '22', '8729'), disabled: flag, comment: fc.constantFrom('', 'by hand') },
  dynamic: fc.constant('false'),
});
const dummy: Fields = { chain: 'input', action: 'passthrough', comment: 'special dummy rule', dynamic: 'true' };
const ours: Fields = {
  ...{ chain: 'input', action: 'drop', protocol: 'tcp', 'dst-port': '23', comment, dynamic: 'false' },
  disabled: 'false',
};

const closing: Step = {
  ...{ menu: '/ip/firewall/filter', verb: 'add', mostRows: 1, ifNone: 'refuse', place: 'first' },
  where: { chain: 'input', comment },
  fields: { action: 'drop', protocol: 'tcp', 'dst-port': '23' },
};
const timing: Step = {
  ...{ menu: '/system/ntp/client', verb: 'set', where: {}, mostRows: 1, ifNone: 'refuse' },
  fields: { enabled: 'true', servers: '192.0.2.1' },
};
const targeting: Step = {
  ...{ menu: '/system/logging/action', verb: 'add', where: { name: 'routeward' }, mostRows: 1, ifNone: 'refuse' },
  ...{ fields: { target: 'remote', remote: '192.0.2.9' }, ifOther: 'set' },
};

const numbered = (rows: readonly Fields[], from: number): readonly Fields[] =>
  rows.map((row, index) => ({ '.id': `*${(from + index).toString(16).toUpperCase()}`, ...row }));

/** A chain with or without our rule in front of it, a clock, and a log target that may be another. */
export const found: fc.Arbitrary<Found> = fc
  .record({
    ...{ rules: fc.array(strange, { maxLength: 5 }), hasDummy: fc.boolean(), hasOurs: fc.boolean() },
    clock: fc.record({
      enabled: flag,
      servers: fc.constantFrom('', '192.0.2.1', '192.0.2.2'),
      mode: fc.constant('unicast'),
    }),
    target: fc.constantFrom(null, '192.0.2.9', '192.0.2.10'),
  })
  .map(({ rules, hasDummy, hasOurs, clock, target }) => ({
    steps: [closing, timing, targeting],
    looks: [
      numbered([...(hasDummy ? [dummy] : []), ...(hasOurs ? [ours] : []), ...rules], 1),
      [clock],
      target === null ? [] : [{ '.id': '*3', name: 'routeward', target: 'remote', remote: target }],
    ],
  }));

let made = 0x1_00_00;

/** Routers after these changes, as the same looks find them. */
export const routersAfter = (steps: readonly Step[], looks: Looks, changes: readonly RowChange[]): Looks =>
  looks.map((rows, index) =>
    changes.filter(({ step }) => step === index).reduce((all, change) => after(steps[index], all, change), rows),
  );

function after(
  step: Step | undefined,
  rows: readonly Fields[],
  { deed, row, after, anchor }: RowChange,
): readonly Fields[] {
  if (deed === 'keep' || step === undefined) return rows;
  if (deed === 'remove') return rows.filter((one) => one['.id'] !== row);
  if (deed === 'set') return rows.map((one) => ((one['.id'] ?? '') === row ? { ...one, ...after } : one));
  made += 1;
  const place = anchor === null ? rows.length : rows.findIndex((one) => one['.id'] === anchor);
  return rows.toSpliced(place, 0, {
    '.id': `*${made.toString(16).toUpperCase()}`,
    dynamic: 'false',
    disabled: 'false',
    ...after,
  });
}

/** The same without the numbers of rows, which a router gives anew. */
export const withoutNumbers = (looks: Looks): Looks => looks.map((rows) => rows.map(({ '.id': _, ...row }) => row));

/** What steps that take others back see: their looks in their own order. */
export const seenBy = (back: readonly Step[], steps: readonly Step[], looks: Looks): Looks =>
  back.map(({ menu, where }) => {
    const index = steps.findIndex((one) => one.menu === menu && has(one.where, where));
    return looks[index] ?? [];
  });

import { describe, expect, test } from 'vitest';
import { basisText } from '@/core/change/basis';
import { inverse } from '@/core/change/inverse';
import { predict } from '@/core/change/predict';
import { standing } from '@/core/change/standing';
import type { Fields, Step } from '@/core/change/step';

/* Where one row of a change is not what it was, not all that is read, or not all that comes back. */

const listed: Step = {
  ...{ menu: '/ip/firewall/address-list', verb: 'add', mostRows: 1, ifNone: 'refuse' },
  where: { list: 'blocked', address: '192.0.2.7' },
  fields: { disabled: 'false' },
};
const entry: Fields = { '.id': '*1', ...listed.where, ...listed.fields };

describe('what somebody else has changed since', () => {
  test('a row that was added is there still, whatever it says by now: nothing was undone', () => {
    const { changes } = predict([listed], [[]], null);
    const plan = { steps: [listed], changes };
    expect(standing(plan, [[entry]])).toBe('after');
    expect(standing(plan, [[]])).toBe('before');
    expect(standing(plan, [[{ ...entry, disabled: 'true' }]])).toBe('neither');
  });

  test('a row that was removed is not gone where it only says something else', () => {
    const unlisted: Step = { ...listed, verb: 'remove', fields: {} };
    const { changes } = predict([unlisted], [[entry]], null);
    const plan = { steps: [unlisted], changes };
    expect(standing(plan, [[]])).toBe('after');
    expect(standing(plan, [[entry]])).toBe('before');
    expect(standing(plan, [[{ ...entry, disabled: 'true' }]])).toBe('neither');
  });
});

const dialling: Step = {
  ...{ menu: '/interface/pppoe-client', verb: 'add', where: { name: 'wan' }, mostRows: 1, ifNone: 'refuse' },
  fields: { interface: 'ether1', user: 'line-42', password: 'a-Password-1', disabled: 'false' },
};

test('where a removed row had a secret, nothing of the change is brought back: not the others alone', () => {
  const steps = [dialling, listed];
  const made = predict(steps, [[], []], null);
  const back = inverse({ steps, changes: made.changes });
  const rows: Fields[] = [{ '.id': '*2', name: 'wan', interface: 'ether1', user: 'line-42', disabled: 'false' }];
  const undoing = predict(back, [[entry], rows], null);
  expect(undoing.changes.map(({ deed }) => deed)).toEqual(['remove', 'remove']);
  expect(undoing.lost).toEqual(['A secret that goes with its row is brought back by nobody: it was never read.']);
  expect(inverse({ steps: back, changes: undoing.changes })).toEqual([]);
});

test('where more rows stand around a place than are read, it is not judged', () => {
  const closing: Step = {
    ...{ menu: '/ip/firewall/filter', verb: 'add', mostRows: 1, ifNone: 'refuse', place: 'first' },
    ...{ where: { chain: 'input', comment: 'Routeward: no telnet' }, fields: { action: 'drop' } },
  };
  const chain = (length: number): Fields[] =>
    Array.from({ length }, (_, index) => ({ '.id': `*${index + 1}`, chain: 'input', action: 'accept' }));
  expect(predict([closing], [chain(2000)], null).refusals).toEqual([]);
  expect(predict([closing], [chain(2001)], null).refusals).toEqual([{ id: 'tooManyAround', step: 0 }]);
});

test('the digest is the same whoever is connected to a service at that moment', () => {
  const steps: readonly Step[] = [
    {
      ...{ menu: '/ip/service', verb: 'set', where: { name: 'www' }, mostRows: 1, ifNone: 'refuse' },
      fields: { disabled: 'true' },
    },
  ];
  const service: Fields = { '.id': '*3', name: 'www', port: '80', disabled: 'false', dynamic: 'false' };
  const connection: Fields = { ...service, '.id': '*A0', dynamic: 'true' };
  const about = (look: readonly Fields[]) =>
    basisText({
      ...{ template: 'a'.repeat(64), reverts: null, values: {}, device: 'd', steps, looks: [look] },
      ...{ identity: { serial: null, pin: null, routerOs: '7.20.8' }, tier: 'W3', warnings: [], rung: 'safeMode' },
    });
  expect(about([service, connection])).toBe(about([service]));
  expect(about([{ ...service, disabled: 'true' }])).not.toBe(about([service]));
});

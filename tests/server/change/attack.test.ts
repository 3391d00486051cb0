import { describe, expect, test } from 'vitest';
import { amount } from '../../attack/amount';
import { countedOfAReal, forgedApprovals } from '../../attack/approvals';
import type { Counted } from '../../attack/counted';
import { contradiction, cutPoints } from '../../attack/cuts';
import { selfApproved } from '../../attack/self-approval';
import { fuzzed } from '../../attack/words';
import { testDatabase } from '../../support/database';

/*
 * What must never happen, tried and counted: a little of it among the tests, and all of it by `npm run attack`, which tells what
 * is counted here.
 */

const database = await testDatabase();

declare module 'vitest' {
  interface TaskMeta {
    counted?: readonly Counted[];
  }
}

/** Longer than the command takes on a busy machine. */
const patienceMs = 900_000;

function holds(
  { task }: { readonly task: { readonly meta: { counted?: readonly Counted[] } } },
  ...all: readonly Counted[]
) {
  task.meta.counted = all;
  for (const { what, tried, found } of all) expect([what, found, tried > 0]).toEqual([what, [], true]);
}

test(
  'wherever the link is cut, a change is made as a whole or not at all',
  async (context) => {
    holds(context, await cutPoints(amount));
  },
  patienceMs,
);

test(
  'whatever is typed, no word leaves the declared radius',
  (context) => {
    holds(context, fuzzed(amount));
  },
  patienceMs,
);

test(
  'no write is executed by an approval that is none',
  async (context) => {
    holds(context, ...(await forgedApprovals(database, amount)));
  },
  patienceMs,
);

test(
  'nobody approves the own W3',
  async (context) => {
    holds(context, await selfApproved(database, amount));
  },
  patienceMs,
);

describe('that would be noticed', () => {
  test('a change that is made in part, and one that is recorded otherwise than it is', () => {
    const [before, made] = ['as it was', 'as it would be'];
    expect(contradiction({ recorded: 'verified', before, after: made }, made)).toBeNull();
    expect(contradiction({ recorded: 'reverted', before, after: before }, made)).toBeNull();
    for (const [recorded, after] of [
      ['reverted', 'half'],
      ['verified', 'half'],
      ['verified', before],
      ['failed', made],
      ['unknown', before],
    ] as const)
      expect(contradiction({ recorded, before, after }, made)).not.toBeNull();
  });
  test('an approval that is one is executed, and counted as such', async () => {
    const found = await countedOfAReal(database, { ...amount, writes: 1 });
    expect(found).not.toEqual([]);
    for (const one of found) expect(one).toMatch(/: nobody refused, executed$/);
  });
});

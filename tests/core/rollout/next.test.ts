import { describe, expect, test } from 'vitest';
import type { ChangeState } from '@/core/change/change';
import { ChangeId } from '@/core/ids';
import { countsOf, nextOf } from '@/core/rollout/next';
import type { Member } from '@/core/rollout/rollout';

const since = '2026-12-01T10:00:00.000Z';
const ids = Array.from({ length: 12 }, (_, index) =>
  ChangeId.parse(`00000000-0000-4000-8000-0000000000${String(index + 10)}`),
);

/** `-` stands for one whose turn has not come, `x` for one of which nothing was authorised. */
type Mark = ChangeState | '-' | 'x' | 'reading' | 'released';

function member(mark: Mark, index: number, releasedAt = '2026-12-01T10:01:00.000Z'): Member {
  const change = ids[index];
  if (change === undefined) throw new Error('there are twelve');
  const own = { change, position: index + 1, endedAt: null, isBeingRead: mark === 'reading' };
  if (mark === 'x') return { ...own, state: 'failed', isPart: false, releasedAt: null };
  const state = mark === '-' || mark === 'released' ? 'authorised' : mark === 'reading' ? 'unknown' : mark;
  return { ...own, state, isPart: true, releasedAt: mark === '-' ? null : releasedAt };
}

const of = (...marks: Mark[]) => marks.map((mark, index) => member(mark, index));
const next = (members: readonly Member[], mayBegin: (member: Member) => boolean = () => true) => {
  const found = nextOf({ members, waveSize: 3, since, mayBegin });
  if (found.kind === 'begin') return found.members.map(({ position }) => position);
  return found.kind === 'halt' ? `halt ${found.because.position}` : found.kind;
};

describe('which devices come next', () => {
  test('the first alone, of those that were authorised', () => {
    expect(next(of('-', '-', '-'))).toEqual([1]);
    expect(next(of('x', '-', '-'))).toEqual([2]);
  });

  test('then as many as a wave has, and fewer in the last', () => {
    expect(next(of('verified', '-', '-', 'x', '-', '-'))).toEqual([2, 3, 5]);
    expect(next(of('verified', 'verified', 'verified', 'verified', '-'))).toEqual([5]);
  });

  test.each(['released', 'applying'] as const)('none while one is %s', (mark) => {
    expect(next(of('verified', mark, 'verified', '-'))).toBe('wait');
    expect(next(of(mark, '-'))).toBe('wait');
  });

  test.each(['reverted', 'failed', 'unknown', 'reading'] as const)('none behind one that is %s', (mark) => {
    expect(next(of(mark, '-', '-'))).toBe('halt 1');
    expect(next(of('verified', 'verified', mark, 'applying', '-'))).toBe('halt 3');
  });

  test('it ends when each has had its turn, also where the last ones failed', () => {
    expect(next(of('verified', 'verified'))).toBe('end');
    expect(next(of('verified', 'x', 'failed'))).toBe('end');
    expect(next(of('verified', 'reading'))).toBe('wait');
    expect(next(of('verified', 'applying'))).toBe('wait');
  });

  test('one that may not begin is left for later, and the others go first', () => {
    const not = (position: number) => (one: Member) => one.position !== position;
    expect(next(of('-', '-'), not(1))).toEqual([2]);
    expect(next(of('verified', '-', '-', '-', '-'), not(3))).toEqual([2, 4, 5]);
    expect(next(of('verified', '-'), () => false)).toBe('wait');
  });

  test('after it was resumed, the first of those that are left is alone again, and what failed before is known', () => {
    const before = '2026-12-01T09:00:00.000Z';
    const left = [
      ...(['verified', 'reverted', 'failed'] as const).map((mark, index) => member(mark, index, before)),
      ...[member('-', 3), member('-', 4), member('-', 5)],
    ];
    expect(next(left)).toEqual([4]);
    expect(next(left.with(3, member('verified', 3)))).toEqual([5, 6]);
    expect(next(left.with(3, member('reverted', 3)))).toBe('halt 4');
  });
});

test('they add up', () => {
  const members = of('verified', 'reverted', 'failed', 'unknown', 'reading', 'applying', 'released', '-', 'x');
  expect(countsOf(members)).toEqual({
    ...{ devices: 9, previewing: 0, waiting: 1, begun: 3, verified: 1, failed: 3, unneeded: 0, leftOut: 1 },
  });
  const planned = (['previewing', 'previewed', 'unneeded', 'refused', 'expired'] as const).map((state, index) => ({
    ...member('x', index),
    state,
  }));
  expect(countsOf(planned)).toMatchObject({ previewing: 1, waiting: 1, unneeded: 1, leftOut: 2, failed: 0 });
});

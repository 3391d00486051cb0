import { expect, test } from 'vitest';
import { changeStates, type Preview, stages } from '@/core/change/change';
import { beforeAuthorising, effectOf } from '@/core/change/effects';
import { changeGroupNames, countOf, statesOf } from '@/core/change/groups';
import type { RowChange } from '@/core/change/predict';
import { changesAddress, readChangeFilter } from '@/ui/changes/change-filter';
import { madeOf } from '@/ui/changes/made-words';
import { isGoingOn, isOver, placesOf } from '@/ui/changes/standing';

const off: RowChange = {
  ...{ step: 0, row: '*1A', deed: 'set', anchor: null },
  before: { name: 'anna', disabled: 'false' },
  after: { name: 'anna', disabled: 'true' },
};
const session = (row: string): RowChange => ({
  ...{ step: 1, row, deed: 'remove', anchor: null },
  before: { name: 'anna' },
  after: null,
});
const where = { name: 'anna' };
const steps = [
  { menu: '/ppp/secret', verb: 'set', where, noun: 'subscriber', isPassing: false },
  { menu: '/ppp/active', verb: 'remove', where, noun: 'session', isPassing: true },
] as const;
const preview = (changes: readonly RowChange[], lost: readonly string[] = []): Preview => ({
  ...{
    changes,
    lost,
    steps,
    lines: [],
    inverse: [],
    refusals: [],
    tier: 'W2',
    lockout: null,
    warnings: [],
    routerOs: '7.20.8',
    others: { history: null, holder: null },
    guard: { rung: 'safeMode', why: null, firesSeconds: null },
    ownAddress: null,
  },
});

test('what becomes of whom is one sentence, with who it is and how many sessions end', () => {
  expect(effectOf(preview([off]), 'pppoe-01')).toBe('On pppoe-01 the subscriber anna is switched off.');
  expect(effectOf(preview([off, session('*1'), session('*2')]), 'pppoe-01')).toBe(
    'On pppoe-01 the subscriber anna is switched off, and 2 sessions are ended.',
  );
  expect(effectOf(preview([{ ...off, deed: 'keep' }, session('*1')]), 'pppoe-01')).toBe(
    'On pppoe-01 1 session is ended.',
  );
  expect(effectOf(preview([{ ...off, deed: 'keep' }]), 'pppoe-01')).toBeNull();
});

test('before the button stand what becomes of whom, what guards it, what nothing brings back, and what cannot be told', () => {
  const said = beforeAuthorising(preview([off, session('*1')], ['One thing is gone.', 'So is another.']), 'pppoe-01');
  expect(said).toHaveLength(3);
  expect(said[1]).toContain('Safe mode');
  expect(said[2]).toBe('One thing is gone. So is another.');
  expect(beforeAuthorising(preview([off]), 'pppoe-01')).toHaveLength(2);
  const warnings = ['Whether it rains cannot be told.'];
  expect(beforeAuthorising({ ...preview([off]), warnings }, 'pppoe-01').at(-1)).toBe(warnings[0]);
});

test('every state is in exactly one group, so that the tabs of a list add up', () => {
  expect(changeGroupNames.flatMap(statesOf).sort()).toEqual([...changeStates].sort());
  const counts = { verified: 3, failed: 1, refused: 2, previewed: 4 };
  expect(countOf(counts, undefined)).toBe(10);
  expect(countOf(counts, 'unmade')).toBe(3);
});

test('the address of a list keeps what it is narrowed by, and nothing that is made up', () => {
  const filter = { show: 'waiting', device: '00000000-0000-4000-8000-000000000000', before: 'x' } as const;
  const address = changesAddress('/changes', filter);
  expect(readChangeFilter(Object.fromEntries(new URLSearchParams(address.split('?')[1])))).toEqual(filter);
  expect(readChangeFilter({ show: 'everything', device: '1 or 1=1', before: ['a', 'b'] })).toEqual({});
});

const at = (second: number): string => new Date(Date.UTC(2026, 10, 30, 14, 0, second)).toISOString();
const reached = (upTo: number) => stages.slice(0, upTo).map((stage, index) => ({ stage, at: at(index) }));
const shown = (change: Parameters<typeof placesOf>[0]) => placesOf(change).map(({ words, is }) => `${words}: ${is}`);

test('while it goes on, one stage is under way, and those behind it are to come', () => {
  const places = shown({
    state: 'applying',
    stages: reached(stages.indexOf('armed') + 1),
    endedAt: null,
    faultCode: null,
  });
  expect(places.slice(0, 4)).toEqual([
    'Checked: as previewed: done',
    'Guard armed: done',
    'Applied: now',
    'Reached on a new connection: awaited',
  ]);
});

test('kept, undone or broken off: the last stage says which, with its time, and none is claimed that was not reached', () => {
  const none = { endedAt: at(50), faultCode: null };
  const whole = placesOf({ state: 'verified', stages: reached(stages.indexOf('releasing') + 1), ...none });
  expect(whole.every(({ is }) => is === 'done')).toBe(true);
  expect(whole.at(-1)?.at).toBe(at(50));
  const byUs = [...reached(stages.indexOf('applied') + 1), { stage: 'undone', at: at(40) } as const];
  expect(placesOf({ state: 'reverted', stages: byUs, ...none }).at(-1)).toEqual({
    ...{ words: 'Undone', at: at(40), is: 'done' },
  });
  const broken = shown({ state: 'unknown', stages: reached(stages.indexOf('applied') + 1), ...none });
  expect(broken.at(-1)).toBe('Released: it stays: left');
  expect(shown({ state: 'failed', stages: reached(1), ...none })).toContain('Checked: as previewed: left');
});

test('what was settled by reading back later claims neither the stages it was not seen to reach nor a time', () => {
  const stagesReached = reached(stages.indexOf('reached') + 1);
  const places = placesOf({ state: 'verified', stages: stagesReached, endedAt: at(50), faultCode: 'cut' });
  expect(places.map(({ words }) => words)).toEqual([
    ...['Checked: as previewed', 'Guard armed', 'Applied', 'Reached on a new connection', 'Read back later: it stays'],
  ]);
  expect(places.at(-1)?.at).toBeNull();
});

test('once it is made no number of sessions is claimed, and none are said to have ended where that was not read', () => {
  const both = preview([off, session('*1'), session('*2')]);
  const switched = 'On core-1 the subscriber anna is switched off';
  expect(madeOf(both, 'core-1', { isReadLater: false })).toBe(`${switched}, and their sessions were ended.`);
  expect(madeOf(both, 'core-1', { isReadLater: true })).toBe(`${switched}.`);
  const sessionsAlone = preview([{ ...off, deed: 'keep' }, session('*1')]);
  expect(madeOf(sessionsAlone, 'core-1', { isReadLater: true })).toBe('On core-1 the sessions of anna were ended.');
});

test('an outcome that is read again by itself goes on, and one that is unknown for good is over', () => {
  expect(isGoingOn({ state: 'unknown', isBeingRead: true })).toBe(true);
  expect(isGoingOn({ state: 'unknown', isBeingRead: false })).toBe(false);
  expect(isGoingOn({ state: 'previewed', isBeingRead: false })).toBe(true);
  expect(isGoingOn({ state: 'verified', isBeingRead: false })).toBe(false);
});

test('a preview is over at the very moment at which it expires', () => {
  expect(isOver({ expiresAt: at(10) }, Date.parse(at(9)))).toBe(false);
  expect(isOver({ expiresAt: at(10) }, Date.parse(at(10)))).toBe(true);
  expect(isOver({ expiresAt: null }, Date.parse(at(10)))).toBe(false);
});

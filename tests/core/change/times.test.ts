import { describe, expect, test } from 'vitest';
import { anyTime, ChangeTimes, closedAt } from '@/core/change/times';

const at = (text: string) => new Date(text);
const nightly = (days: number[], from: string, to: string): ChangeTimes => ({
  windows: [{ days, from, to }],
  freezes: [],
});
const every = [1, 2, 3, 4, 5, 6, 7];
const opens = (when: string, zone: string, times: ChangeTimes) => closedAt(at(when), zone, times);

/** Each minute of these hours at which a change may begin. */
function openMinutes(from: string, hours: number, zone: string, times: ChangeTimes): number {
  let open = 0;
  for (let minute = 0; minute < hours * 60; minute += 1)
    if (closedAt(new Date(Date.parse(from) + minute * 60_000), zone, times) === null) open += 1;
  return open;
}

describe('without windows and freezes', () => {
  test('it is always open', () => {
    expect(opens('2026-03-29T01:30:00Z', 'Europe/Rome', anyTime)).toBeNull();
  });
});

describe('a weekly window', () => {
  const tuesdays = nightly([2], '01:00', '05:00');

  test('opens and closes by the clock on the wall, and says when it opens', () => {
    expect(opens('2026-12-08T00:00:00Z', 'Europe/Rome', tuesdays)).toBeNull();
    expect(opens('2026-12-08T03:59:00Z', 'Europe/Rome', tuesdays)).toBeNull();
    expect(opens('2026-12-08T04:00:00Z', 'Europe/Rome', tuesdays)).not.toBeNull();
    expect(opens('2026-12-07T12:00:00Z', 'Europe/Rome', tuesdays)).toEqual({
      opensAt: '2026-12-08T00:00:00.000Z',
      sentence: 'Changes are made in maintenance windows: it opens Tue 01:00 Europe/Rome.',
    });
  });

  test('is of another moment where the site is elsewhere', () => {
    expect(opens('2026-12-08T00:00:00Z', 'America/New_York', tuesdays)?.opensAt).toBe('2026-12-08T06:00:00.000Z');
    expect(opens('2026-12-08T00:00:00Z', 'Asia/Kolkata', tuesdays)).not.toBeNull();
    expect(opens('2026-12-07T20:00:00Z', 'Asia/Kolkata', tuesdays)).toBeNull();
    // Nepal is 5 hours and 45 minutes ahead.
    expect(opens('2026-12-07T19:14:00Z', 'Asia/Kathmandu', tuesdays)?.opensAt).toBe('2026-12-07T19:15:00.000Z');
  });

  test('with a date where it is far away', () => {
    expect(opens('2026-12-08T04:00:00Z', 'Europe/Rome', tuesdays)?.sentence).toBe(
      'Changes are made in maintenance windows: it opens Tue, 15 Dec 2026 01:00 Europe/Rome.',
    );
  });

  test('over midnight it belongs to the day on which it began', () => {
    const sundays = nightly([7], '22:00', '04:00');
    expect(opens('2026-12-06T21:00:00Z', 'Europe/Rome', sundays)).toBeNull();
    expect(opens('2026-12-07T02:59:00Z', 'Europe/Rome', sundays)).toBeNull();
    expect(opens('2026-12-07T03:00:00Z', 'Europe/Rome', sundays)).not.toBeNull();
    // Sunday before dawn is of Saturday, which has none.
    expect(opens('2026-12-06T01:00:00Z', 'Europe/Rome', sundays)?.opensAt).toBe('2026-12-06T21:00:00.000Z');
  });
});

describe('where the clock is put forward, from 02:00 to 03:00 on 29 March 2026', () => {
  test('a night from 01:00 to 05:00 has three hours', () => {
    expect(openMinutes('2026-03-28T22:00:00Z', 12, 'Europe/Rome', nightly(every, '01:00', '05:00'))).toBe(180);
  });

  test('an hour that is skipped does not come that night', () => {
    const skipped = nightly(every, '02:10', '02:50');
    expect(openMinutes('2026-03-28T22:00:00Z', 12, 'Europe/Rome', skipped)).toBe(0);
    expect(opens('2026-03-29T00:30:00Z', 'Europe/Rome', skipped)?.opensAt).toBe('2026-03-30T00:10:00.000Z');
  });

  test('one that would begin in it begins when it is over', () => {
    const late = nightly(every, '02:30', '05:00');
    expect(opens('2026-03-29T00:30:00Z', 'Europe/Rome', late)?.opensAt).toBe('2026-03-29T01:00:00.000Z');
    expect(openMinutes('2026-03-28T22:00:00Z', 12, 'Europe/Rome', late)).toBe(120);
  });
});

describe('where the clock is put back, from 03:00 to 02:00 on 25 October 2026', () => {
  test('a night from 01:00 to 05:00 has five hours', () => {
    expect(openMinutes('2026-10-24T20:00:00Z', 14, 'Europe/Rome', nightly(every, '01:00', '05:00'))).toBe(300);
  });

  test('an hour that comes twice is open twice, and opens the first time', () => {
    const twice = nightly(every, '02:10', '02:50');
    expect(openMinutes('2026-10-24T20:00:00Z', 14, 'Europe/Rome', twice)).toBe(80);
    expect(opens('2026-10-24T22:00:00Z', 'Europe/Rome', twice)?.opensAt).toBe('2026-10-25T00:10:00.000Z');
    expect(opens('2026-10-25T00:55:00Z', 'Europe/Rome', twice)?.opensAt).toBe('2026-10-25T01:10:00.000Z');
  });

  test('over midnight, too', () => {
    expect(openMinutes('2026-10-24T18:00:00Z', 14, 'Europe/Rome', nightly([6], '22:00', '04:00'))).toBe(420);
  });
});

describe('a freeze', () => {
  const frozen: ChangeTimes = {
    windows: [],
    freezes: [{ from: '2026-12-24T00:00', to: '2027-01-02T08:00', reason: 'end of year' }],
  };

  test('closes whatever is open, by the clock of the site, and says why and until when', () => {
    expect(opens('2026-12-23T22:59:00Z', 'Europe/Rome', frozen)).toBeNull();
    expect(opens('2026-12-23T23:00:00Z', 'Europe/Rome', frozen)?.sentence).toBe(
      'Changes are frozen (end of year): it opens Sat, 2 Jan 2027 08:00 Europe/Rome.',
    );
    expect(opens('2026-12-23T23:00:00Z', 'America/New_York', frozen)).toBeNull();
    expect(opens('2027-01-02T07:00:00Z', 'Europe/Rome', frozen)).toBeNull();
  });

  test('a window in it does not open', () => {
    const both = { ...frozen, windows: nightly([2], '01:00', '05:00').windows };
    expect(opens('2026-12-25T12:00:00Z', 'Europe/Rome', both)?.opensAt).toBe('2027-01-05T00:00:00.000Z');
  });

  test('that ends within a window opens the rest of it', () => {
    const both: ChangeTimes = {
      ...nightly([2], '01:00', '05:00'),
      freezes: [{ from: '2026-12-07T00:00', to: '2026-12-08T03:00', reason: 'audit' }],
    };
    expect(opens('2026-12-07T12:00:00Z', 'Europe/Rome', both)?.opensAt).toBe('2026-12-08T02:00:00.000Z');
  });

  test('for longer than a year says that nothing opens', () => {
    const long: ChangeTimes = {
      ...nightly([2], '01:00', '05:00'),
      freezes: [{ from: '2026-01-01T00:00', to: '2029-01-01T00:00', reason: 'sold' }],
    };
    expect(opens('2026-12-07T12:00:00Z', 'UTC', long)).toEqual({
      opensAt: null,
      sentence: 'Changes are frozen (sold): no window opens within a year.',
    });
  });
});

test('what is no window and no freeze is not taken', () => {
  const isTaken = (times: unknown) => ChangeTimes.safeParse(times).success;
  const window = { days: [1], from: '22:00', to: '04:00' };
  const freeze = { from: '2026-12-24T00:00', to: '2026-12-25T00:00', reason: 'holiday' };
  expect(isTaken({ windows: [window], freezes: [freeze] })).toBe(true);
  for (const bad of [{ days: [] }, { days: [8] }, { days: [1, 1] }, { to: '22:00' }, { from: '24:00' }])
    expect([bad, isTaken({ windows: [{ ...window, ...bad }], freezes: [] })]).toEqual([bad, false]);
  for (const bad of [{ to: '2026-12-24T00:00' }, { from: '2026-02-30T00:00' }, { reason: ' ' }, { to: 'tomorrow' }])
    expect([bad, isTaken({ windows: [], freezes: [{ ...freeze, ...bad }] })]).toEqual([bad, false]);
});

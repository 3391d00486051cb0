import { expect, test } from 'vitest';
import { isQuiet, TimeOfDay } from '@/core/quiet-hours';

// Rome: summer time begins on 2026-03-29 (02:00 becomes 03:00) and ends on 2026-10-25 (03:00 becomes 02:00).
test.each([
  ['within a day', 'UTC', '12:00', '13:00', '2026-06-01T12:30:00Z', true],
  ['the first minute is quiet', 'UTC', '12:00', '13:00', '2026-06-01T12:00:00Z', true],
  ['the last one is not', 'UTC', '12:00', '13:00', '2026-06-01T13:00:00Z', false],
  ['across midnight, before it', 'UTC', '22:00', '06:00', '2026-06-01T23:30:00Z', true],
  ['across midnight, at it', 'UTC', '22:00', '06:00', '2026-06-02T00:00:00Z', true],
  ['across midnight, after it', 'UTC', '22:00', '06:00', '2026-06-02T05:59:59Z', true],
  ['across midnight, by day', 'UTC', '22:00', '06:00', '2026-06-02T06:00:00Z', false],
  ['in the customer’s own zone', 'Europe/Rome', '22:00', '06:00', '2026-06-01T20:00:00Z', true],
  ['and not in ours', 'Europe/Rome', '22:00', '06:00', '2026-06-01T19:59:00Z', false],
  ['in winter an hour later', 'Europe/Rome', '22:00', '06:00', '2026-01-10T20:30:00Z', false],
  [
    'the night of the change to summer time ends an hour earlier',
    'Europe/Rome',
    '22:00',
    '06:00',
    '2026-03-29T04:00:00Z',
    false,
  ],
  ['a minute before that it is quiet', 'Europe/Rome', '22:00', '06:00', '2026-03-29T03:59:00Z', true],
  [
    'an end that this night does not have is the next minute there is',
    'Europe/Rome',
    '22:00',
    '02:30',
    '2026-03-29T01:00:00Z',
    false,
  ],
  [
    'the night of the change to winter time ends an hour later',
    'Europe/Rome',
    '22:00',
    '06:00',
    '2026-10-25T04:30:00Z',
    true,
  ],
  ['and then it ends', 'Europe/Rome', '22:00', '06:00', '2026-10-25T05:00:00Z', false],
  ['in a zone of quarter hours', 'Asia/Kathmandu', '22:00', '06:00', '2026-06-01T16:15:00Z', true],
  ['never', 'UTC', null, null, '2026-06-01T12:30:00Z', false],
] as const)('quiet hours %s', (_name, timeZone, quietFrom, quietTo, at, is) => {
  expect(isQuiet(new Date(at), { timeZone, quietFrom, quietTo })).toBe(is);
});

test.each(['24:00', '9:00', '22:60', '22.00', '22:00:00', '', ' 22:00'])('%o is no time of day', (text) => {
  expect(TimeOfDay.safeParse(text).success).toBe(false);
});

import { expect, test } from 'vitest';
import { alarmLetter, type TellableAlarm } from '@/core/alarm-letter';

const link = 'https://routeward.example.net/alarms';
const router: TellableAlarm = {
  kind: 'device',
  customer: 'ACME Corp',
  name: 'core-1',
  since: '2026-03-01T12:00:30.000Z',
  endedAt: null,
  times: 1,
  faultCode: 'timedOut',
  deviceCount: 1,
};
const tower: TellableAlarm = { ...router, kind: 'site', name: 'North tower', faultCode: null, deviceCount: 4 };
const over = { endedAt: '2026-03-01T12:12:35.000Z' };

test('what is down, then what is up again, with where to look', () => {
  const { subject, text } = alarmLetter([tower, router, { ...router, ...over, name: 'core-2', times: 3 }], link);
  expect(subject).toBe('Alarms: 2 down, 1 up again');
  expect(text).toBe(`Down:
- site North tower (ACME Corp), all of its 4 devices, since 2026-03-01 12:00
- core-1 (ACME Corp), since 2026-03-01 12:00: Timed out

Up again:
- core-2 (ACME Corp), after 12m 05s (3 times down)

Times are in UTC. What is open, and who looks after it:
${link}
`);
});

test.each([
  [[router], 'Down: core-1 (ACME Corp)'],
  [[{ ...tower, ...over }], 'Up again: site North tower (ACME Corp)'],
  [
    [
      { ...router, ...over },
      { ...tower, ...over },
    ],
    'Alarms: 2 up again',
  ],
  [[{ ...router, kind: 'ownLink', customer: null, name: null } as const], 'Down: the link of this Routeward itself'],
])('a subject says as much as it can: %#', (alarms, subject) => {
  expect(alarmLetter(alarms, link).subject).toBe(subject);
});

test('of our own link it is said what that means for the others', () => {
  const { text } = alarmLetter([{ ...router, kind: 'ownLink', customer: null, name: null, deviceCount: 40 }], link);
  expect(text).toContain(
    '40 devices went silent at once, and no other alarm is raised meanwhile, since 2026-03-01 12:00',
  );
});

/** So many alarms of each of these customers: `Large 60 0` has sixty devices down and none up again. */
const many = (...customers: string[]): TellableAlarm[] =>
  customers.flatMap((text) => {
    const [customer = '', down, up] = text.split(' ');
    const named = (count: number, also: object) =>
      Array.from({ length: count }, (_, index) => ({ ...router, customer, name: `r-${index}`, ...also }));
    return [...named(Number(down), {}), ...named(Number(up), over)];
  });

test.each([
  [['Large 60 0'], { Large: 49 }, ['- Large: 11 more down']],
  [['Large 50 3'], { Large: 49 }, ['- Large: 1 more down, 3 more up again']],
  [['Large 20 30'], { Large: 50 }, []],
  // In the order of names the last one would not be there at all.
  [['Large 60 0', 'Victim 1 0'], { Large: 48, Victim: 1 }, ['- Large: 12 more down']],
  [['Large 60 0', 'Victim 0 1'], { Large: 48, Victim: 1 }, ['- Large: 12 more down']],
  [['Large 60 60', 'Victim 1 1'], { Large: 47, Victim: 2 }, ['- Large: 13 more down, 60 more up again']],
  [['A 40 0', 'B 40 0'], { A: 24, B: 24 }, ['- A: 16 more down', '- B: 16 more down']],
])('of %j at most fifty lines, shared between them, and the rest is counted', (customers, named, rest) => {
  const lines = alarmLetter(many(...customers), link)
    .text.split('\n')
    .filter((line) => line.startsWith('- '));
  expect(lines.length).toBeLessThanOrEqual(50);
  const count = (customer: string) => lines.filter((line) => line.includes(`(${customer})`)).length;
  expect(Object.fromEntries(Object.keys(named).map((customer) => [customer, count(customer)]))).toEqual(named);
  expect(lines.slice(lines.length - rest.length)).toEqual(rest);
});

test('no customer is missing, however many there are', () => {
  const customers = Array.from({ length: 70 }, (_, index) => `C${index}`);
  const { subject, text } = alarmLetter(many(...customers.map((name) => `${name} 1 1`)), link);
  const lines = text.split('\n').filter((line) => line.startsWith('- '));
  expect([subject, lines]).toEqual([
    'Alarms: 70 down, 70 up again',
    customers.map((name) => `- ${name}: 1 down, 1 up again`),
  ]);
});

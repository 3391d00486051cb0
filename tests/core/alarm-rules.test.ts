import { describe, expect, test } from 'vitest';
import {
  type Deeds,
  decide,
  heldByLink,
  heldByReturn,
  isLinkDown,
  type Look,
  type SeenDevice,
} from '@/core/alarm-rules';
import { AlarmId, DeviceId, SiteId } from '@/core/ids';

const id = (kind: string, number: number) => `00000000-0000-4000-8000-${kind}${String(number).padStart(11, '0')}`;
const deviceId = (number: number) => DeviceId.parse(id('d', number));
const siteId = (number: number) => SiteId.parse(id('5', number));
const alarmId = (number: number) => AlarmId.parse(id('a', number));

const now = Date.parse('2026-03-01T12:00:00Z');
const ago = (seconds: number): string => new Date(now - seconds * 1000).toISOString();

/** `d1 down 200 @1`: the device 1 at the site 1 has been down for 200 s. */
function device(text: string): SeenDevice {
  const [name = '', state, seconds, site] = text.split(' ');
  return {
    device: deviceId(Number(name.slice(1))),
    state: state as SeenDevice['state'], // safe: the tests say one of them.
    seconds: Number(seconds),
    since: ago(Number(seconds)),
    site: site === undefined ? null : siteId(Number(site.slice(1))),
  };
}

/** `a1 d1 open`, or `a1 s1 over 300`: over for 300 s. */
function alarm(text: string): Look['alarms'][number] {
  const [name = '', of = '', state, seconds] = text.split(' ');
  const number = Number(of.slice(1));
  return {
    id: alarmId(Number(name.slice(1))),
    of: of.startsWith('d') ? deviceId(number) : siteId(number),
    clearedAt: state === 'open' ? null : ago(Number(seconds)),
  };
}

/** `s1`, `s1 gone`, or `s1 cut`: its uplink is down. */
function site(text: string): Look['sites'][number] {
  const [name = '', state] = text.split(' ');
  return { site: siteId(Number(name.slice(1))), isGone: state === 'gone', isUplinkDown: state === 'cut' };
}

const on = (devices: string[], alarms: string[] = [], sites: string[] = [], also: Partial<Look> = {}): Look => ({
  isWatched: true,
  alarmAfterSeconds: 180,
  heldSeconds: 0,
  devices: devices.map(device),
  alarms: alarms.map(alarm),
  sites: sites.map(site),
  ...also,
});

/** What was decided, as short as what it was decided on. */
function written({ clear, withdraw, raise, reopen }: Deeds): string[] {
  const short = (long: string) => `${long.at(24)}${Number(long.slice(25))}`.replace('5', 's');
  return [
    ...clear.map((one) => `clear ${short(one)}`),
    ...withdraw.map((one) => `withdraw ${short(one)}`),
    ...raise.map((one) => `raise ${'device' in one ? short(one.device) : short(one.site)} of ${one.devices}`),
    ...reopen.map((one) => `reopen ${short(one.alarm)}`),
  ];
}

describe('a device', () => {
  test.each<[string, Look, string[]]>([
    ['down for as long as its customer bears', on(['d1 down 180']), ['raise d1 of 1']],
    ['down for less', on(['d1 down 179']), []],
    ['not asked lately', on(['d1 unknown 900']), []],
    ['archived while it was down', on(['d1 gone 900']), []],
    ['down with an alarm already', on(['d1 down 900'], ['a1 d1 open']), []],
    ['up again for a minute', on(['d1 up 60'], ['a1 d1 open']), ['clear a1']],
    ['up again for less', on(['d1 up 59'], ['a1 d1 open']), []],
    ['not known of any more', on(['d1 unknown 900'], ['a1 d1 open']), []],
    ['archived', on(['d1 gone 900'], ['a1 d1 open']), ['withdraw a1']],
    ['down again ten minutes after it was up', on(['d1 down 200'], ['a1 d1 over 800']), ['reopen a1']],
    ['down again after more', on(['d1 down 200'], ['a1 d1 over 801']), ['raise d1 of 1']],
    [
      'down once more, and it was twice before',
      on(['d1 down 200'], ['a2 d1 over 500', 'a1 d1 over 6000']),
      ['reopen a2'],
    ],
    ['of a customer that wants no alarms', on(['d1 down 900'], [], [], { isWatched: false }), []],
    ['the same, with an alarm', on(['d1 down 900'], ['a1 d1 open'], [], { isWatched: false }), ['withdraw a1']],
    ['down, and it may be our own link', on(['d1 down 1799'], [], [], { heldSeconds: 1800 }), []],
    ['down for longer than that holds it back', on(['d1 down 1800'], [], [], { heldSeconds: 1800 }), ['raise d1 of 1']],
    [
      'the same, of a patient customer',
      on(['d1 down 1800'], [], [], { heldSeconds: 1800, alarmAfterSeconds: 3600 }),
      [],
    ],
    ['down, and it is our own link', on(['d1 down 90000'], [], [], { heldSeconds: Number.POSITIVE_INFINITY }), []],
    ['up again, and it may be our own link', on(['d1 up 60'], ['a1 d1 open'], [], { heldSeconds: 1800 }), ['clear a1']],
    ['of a customer with an hour’s patience', on(['d1 down 900'], [], [], { alarmAfterSeconds: 3600 }), []],
  ])('%s', (_name, look, wanted) => {
    expect(written(decide(look))).toEqual(wanted);
  });
});

describe('a site', () => {
  test.each<[string, Look, string[]]>([
    [
      'with all of its devices down is one alarm, and those of its devices that are due are kept',
      on(['d1 down 200 @1', 'd2 down 150 @1'], [], ['s1']),
      ['raise s1 of 2', 'raise d1 of 1'],
    ],
    ['is none as long as none of them is due', on(['d1 down 100 @1', 'd2 down 90 @1'], [], ['s1']), []],
    ['is none while one answers', on(['d1 down 200 @1', 'd2 up 9 @1'], [], ['s1']), ['raise d1 of 1']],
    ['is none while nobody knows of one', on(['d1 down 200 @1', 'd2 unknown 9 @1'], [], ['s1']), ['raise d1 of 1']],
    ['does not count an archived one', on(['d1 down 200 @1', 'd2 gone 9 @1'], [], ['s1']), ['raise d1 of 1']],
    ['of one device is that device', on(['d1 down 200 @1'], [], ['s1']), ['raise d1 of 1']],
    [
      'of one device whose uplink is down too is a site',
      on(['d1 down 200 @1'], [], ['s1 cut']),
      ['raise s1 of 1', 'raise d1 of 1'],
    ],
    [
      'whose uplink is down while a device answers is none',
      on(['d1 down 200 @1', 'd2 up 900 @1'], [], ['s1 cut']),
      ['raise d1 of 1'],
    ],
    [
      'is over when one of its devices is up, and only that; the others keep their own',
      on(['d1 up 70 @1', 'd2 down 400 @1'], ['a1 s1 open', 'a2 d1 open', 'a3 d2 open'], ['s1']),
      ['clear a1', 'clear a2'],
    ],
    [
      'is not over while it was up for a moment',
      on(['d1 up 20 @1', 'd2 down 400 @1'], ['a1 s1 open', 'a3 d2 open'], ['s1']),
      [],
    ],
    ['at which nothing stands any more is withdrawn', on(['d1 gone 400 @1'], ['a1 s1 open'], ['s1']), ['withdraw a1']],
    ['that was archived is withdrawn', on([], ['a1 s1 open'], ['s1 gone']), ['withdraw a1']],
    [
      'that is down again shortly after is the same alarm',
      on(['d1 down 200 @1', 'd2 down 300 @1'], ['a1 s1 over 700', 'a2 d2 open'], ['s1']),
      ['raise d1 of 1', 'reopen a1'],
    ],
    [
      'and another one are two',
      on(['d1 down 200 @1', 'd2 down 200 @1', 'd3 down 200 @2', 'd4 down 200 @2'], [], ['s1', 's2']),
      ['raise s1 of 2', 'raise s2 of 2', 'raise d1 of 1', 'raise d2 of 1', 'raise d3 of 1', 'raise d4 of 1'],
    ],
  ])('%s', (_name, look, wanted) => {
    expect(written(decide(look))).toEqual(wanted);
  });

  test('has been down since the last of its devices is', () => {
    const { raise } = decide(on(['d1 down 500 @1', 'd2 down 200 @1', 'd3 down 900 @1'], [], ['s1']));
    expect(raise[0]).toEqual({ site: siteId(1), since: ago(200), devices: 3 });
  });
});

describe('our own link', () => {
  test.each([
    // was  lost up  witnesses    is
    [false, 5, 1, 'none', true],
    [false, 4, 1, 'none', false],
    [false, 4, 0, 'none', false],
    [false, 5, 0, 'none', true],
    [false, 5, 2, 'none', false],
    [false, 80, 20, 'none', true],
    [false, 79, 21, 'none', false],
    [false, 0, 0, 'none', false],
    [true, 80, 20, 'none', true],
    [true, 79, 21, 'none', false],
    [true, 3, 0, 'none', true],
    // Nothing is known yet, as after a start: it stays what it was taken to be.
    [true, 0, 0, 'none', true],
    [true, 0, 1, 'none', false],
    [false, 1000, 0, 'answered', false],
    [true, 1000, 0, 'answered', false],
    [false, 1, 0, 'silent', true],
    [false, 4, 1, 'silent', true],
    [false, 1, 1, 'silent', false],
    [false, 50, 50, 'silent', false],
    [false, 0, 0, 'silent', false],
    [true, 80, 20, 'silent', true],
    [true, 79, 21, 'silent', false],
  ] as const)('was down: %s; %i lost, %i up, witnesses %s: %s', (was, lost, up, witnesses, is) => {
    expect(isLinkDown(was, { lost, up, isContradicted: false, witnesses })).toBe(is);
    expect(isLinkDown(was, { lost, up, isContradicted: true, witnesses })).toBe(false);
  });

  test.each([
    // lost up  witnesses  seconds
    [1000, 0, 'none', 1800],
    [80, 20, 'silent', Number.POSITIVE_INFINITY],
    [79, 21, 'silent', 1800],
    [5, 1, 'silent', Number.POSITIVE_INFINITY],
    // So few are no sign of their own: the witness may be what is down.
    [4, 0, 'silent', 1800],
  ] as const)('with %i lost, %i up, witnesses %s holds back for %d s', (lost, up, witnesses, seconds) => {
    expect(heldByLink({ lost, up, isContradicted: false, witnesses })).toBe(seconds);
  });

  test.each([
    ['never was down', null, 0],
    ['came back just now', { secondsOver: 0, secondsHeld: 7200 }, 7320],
    ['came back just now, and was taken to be down for one look', { secondsOver: 119, secondsHeld: 20 }, 140],
    ['came back two minutes ago', { secondsOver: 120, secondsHeld: 7200 }, 0],
  ])('that %s: only what was down before it is told of', (_name, over, seconds) => {
    expect(heldByReturn(over)).toBe(seconds);
  });
});

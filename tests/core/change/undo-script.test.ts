import { describe, expect, test } from 'vitest';
import {
  channelCheckMs,
  guardFor,
  hasSafeMode,
  patienceFor,
  rungs,
  unknownMenu,
  whyNoClock,
} from '@/core/change/guard';
import { inverse } from '@/core/change/inverse';
import { permitted } from '@/core/change/permitted';
import { predict } from '@/core/change/predict';
import type { Fields, Step } from '@/core/change/step';
import { isSet, readClock, timerSentence, timersOf } from '@/core/change/timer';
import { scriptText, undoScript } from '@/core/change/undo-script';
import { compile } from '@/core/templates/compile';
import { templateOf } from '@/core/templates/library';

const step = (changes: Partial<Step> = {}): Step => ({
  ...{ menu: '/ppp/secret', verb: 'set', where: { name: 'anna.rossi' }, fields: { disabled: 'true' }, mostRows: 1 },
  ...{ ifNone: 'refuse', ...changes },
});
const planOf = (steps: readonly Step[], looks: readonly (readonly Fields[])[]) => ({
  steps,
  changes: predict(steps, looks, null).changes,
});
const script = (steps: readonly Step[], looks: readonly (readonly Fields[])[]) => {
  const plan = planOf(steps, looks);
  return undoScript(inverse(plan), plan);
};
const written = (steps: readonly Step[], looks: readonly (readonly Fields[])[]) => {
  const found = script(steps, looks);
  return typeof found === 'string' ? found : scriptText(found, ['t']).split('; ').slice(0, -1);
};
const anna = { '.id': '*2', name: 'anna.rossi', disabled: 'false', profile: 'default' };

describe('the script of the way back', () => {
  test('sets back what was there, of the row that it was, the last step first, and passes over what fails', () => {
    const steps = [step(), step({ menu: '/ip/dns', where: {}, fields: { 'allow-remote-requests': 'false' } })];
    expect(written(steps, [[anna], [{ 'allow-remote-requests': 'true' }]])).toEqual([
      ':do { /ip dns set allow-remote-requests="yes" } on-error={}',
      ':do { /ppp secret set [find where name="anna.rossi" disabled=yes] disabled="no" } on-error={}',
    ]);
  });

  test('removes what was added, and addresses are compared as addresses', () => {
    const added = step({
      ...{ menu: '/ip/firewall/address-list', verb: 'add', where: { list: 'bad', address: '192.0.2.1' } },
      fields: { disabled: 'false' },
    });
    expect(written([added], [[]])).toEqual([
      ':do { /ip firewall address-list remove [find where list="bad" address=192.0.2.1] } on-error={}',
    ]);
  });

  test('ends with its own timers, itself among them', () => {
    const { late, startup, now } = timersOf('0a1b2c3d-0000-4000-8000-000000000001');
    expect([late, startup, now]).toEqual([
      ...['routeward-undo-0a1b2c3d0000', 'routeward-undo-0a1b2c3d0000-boot', 'routeward-undo-0a1b2c3d0000-now'],
    ]);
    expect(scriptText([], [late])).toBe(
      ':do { /system scheduler remove [find where name="routeward-undo-0a1b2c3d0000"] } on-error={}',
    );
  });

  test('of what comes and goes by itself nothing comes back, and nothing is asked for', () => {
    expect(
      written([step({ menu: '/ppp/active', verb: 'remove', fields: {} })], [[{ '.id': '*1', name: 'a' }]]),
    ).toEqual([]);
  });

  test.each([
    ...[
      'a b',
      'a"b',
      'a\\b',
      'a$b',
      'a[b',
      'a]b',
      'a;b',
      'a{b',
      'a}b',
      'a\nb',
      'a\rb',
      'a(b',
      'a#b',
      "a'b",
      'a=b',
      'a,b',
    ],
    ...['a\u0000b', 'ä', 'a*b', 'a@b', 'a`b', 'a|b', 'a?b', '!a', '~a', '\u202Ea'],
  ])('%j is in no script, wherever it stands', (odd) => {
    const row = { ...anna, name: odd };
    expect(script([step({ where: { name: odd } })], [[row]])).toMatch(
      /plain values only, and name of \/ppp\/secret is none/,
    );
    const before = { ...anna, profile: odd };
    expect(script([step({ fields: { profile: 'slow' } })], [[before]])).toMatch(/profile of \/ppp\/secret is none\.$/);
    expect(() => scriptText([{ menu: '/x', verb: 'remove', find: [['name', odd]], fields: [] }], [])).toThrow('plain');
    expect(() => scriptText([], [odd])).toThrow('plain');
  });

  test('there is none for what would have to be added again, nor for what nobody can bring back', () => {
    const list = {
      menu: '/ip/firewall/address-list',
      where: { list: 'bad', address: '192.0.2.1' },
      fields: {},
    } as const;
    const there = { '.id': '*1', list: 'bad', address: '192.0.2.1', disabled: 'false', comment: '' };
    expect(script([step({ ...list, verb: 'remove' })], [[there]])).toMatch(/^What it removes would have to be added/);
    const secret = step({ menu: '/ip/ipsec/identity', verb: 'remove', where: { peer: 'a' }, fields: {} });
    expect(script([secret], [[{ '.id': '*1', peer: 'a' }]])).toMatch(/^Not all of what it does can be brought back/);
  });
});

describe('which guard a change has', () => {
  const plan = planOf([step()], [[anna]]);
  test.each([
    ['7.24', null, 'safeMode'],
    ['7.18', 'whatever', 'safeMode'],
    ['7.17.2', null, 'timer'],
    ['6.49.18', null, 'timer'],
    ['7.17.2', 'device-mode home forbids scheduler, so no timer can be set on it.', 'none'],
  ] as const)('RouterOS %s (%s): %s', (routerOs, noTimer, rung) => {
    const guard = guardFor({ routerOs, noTimer }, plan);
    expect(guard.rung).toBe(rung);
    expect(guard.why === null).toBe(rung === 'safeMode');
    expect(guard.firesSeconds).toBe(rung === 'timer' ? 90 : null);
    expect(guard.why ?? 'It.').toMatch(/^[A-Z].*\.$/);
  });

  test('an odd name has none on an old router, and it is said which', () => {
    const odd = planOf([step({ where: { name: 'anna@isp' } })], [[{ ...anna, name: 'anna@isp' }]]);
    expect(guardFor({ routerOs: '7.12.1', noTimer: null }, odd)).toMatchObject({
      ...{ rung: 'none', why: expect.stringContaining('name of /ppp/secret is none.') },
    });
  });

  test('a clock that was never set is none to set a timer by', () => {
    expect(whyNoClock(0)).toMatch(/never set/);
    expect(whyNoClock(null)).toMatch(/cannot be read/);
    expect(whyNoClock(Date.UTC(2026, 1, 1))).toBeNull();
  });

  test('of RouterOS 6 only what it has as 7 does is changed', () => {
    expect(unknownMenu('6.49.18', [step()])).toBeNull();
    expect(unknownMenu('6.49.18', [step(), step({ menu: '/ip/ssh' })])).toBe('/ip/ssh');
    expect(unknownMenu('7.9.2', [step({ menu: '/ip/ssh' })])).toBeNull();
    expect(unknownMenu('whatever', [step()])).toBe('/ppp/secret');
    expect(hasSafeMode('whatever')).toBe(false);
    expect(rungs).toHaveLength(3);
  });
});

describe('how long a change may take', () => {
  test('longer than the check for radar where a radio is touched, whatever the menu, and not elsewhere', () => {
    const wifi = [
      '/interface/wifi',
      '/interface/wifi/channel',
      '/interface/wireless',
      '/interface/wifiwave2',
      '/interface/w60g',
      '/caps-man/channel',
    ];
    for (const menu of wifi) {
      const { reachMs, wholeMs, firesMs } = patienceFor({ steps: [step({ menu })], changes: [] });
      expect(Math.min(reachMs, wholeMs, firesMs)).toBeGreaterThan(channelCheckMs);
      expect(firesMs - wholeMs).toBeGreaterThanOrEqual(30_000);
    }
    const port = (type: string) =>
      planOf(
        [step({ menu: '/interface', where: { name: 'x' }, fields: { disabled: 'true' } })],
        [[{ '.id': '*1', name: 'x', disabled: 'false', type }]],
      );
    expect(patienceFor(port('wlan')).wholeMs).toBeGreaterThan(channelCheckMs);
    expect(patienceFor(port('wifi')).wholeMs).toBeGreaterThan(channelCheckMs);
    expect(patienceFor(port('ether'))).toEqual({ reachMs: 15_000, wholeMs: 60_000, firesMs: 90_000, isRadio: false });
    const menus = new Set(permitted.map(({ menu }) => menu));
    // Where a menu of radios comes to the list, it is one of those above.
    const ofRadios = [...menus].filter((menu) => /wifi|wireless|caps-man|w60g/.test(menu));
    const clients = ofRadios.filter((menu) => menu.endsWith('/registration-table'));
    for (const menu of clients) expect(patienceFor({ steps: [step({ menu })], changes: [] }).isRadio).toBe(false);
    expect(ofRadios.filter((menu) => !wifi.includes(menu) && !clients.includes(menu))).toEqual([]);
  });
});

describe('a timer', () => {
  const timer = {
    name: 'routeward-undo-1',
    when: { at: Date.UTC(2026, 10, 5, 7, 8, 9), isIso: true },
    script: ':do { /x set } on-error={}',
  };
  const row = {
    ...{ '.id': '*1', name: timer.name, 'start-date': '2026-11-05', 'start-time': '07:08:09', interval: '0s' },
    ...{ 'on-event': timer.script, policy: 'read,write', 'run-count': '0', 'next-run': 'x', disabled: 'false' },
  };
  test('is told in the words of the router: once, by its own clock, with just the rights it takes', () => {
    expect(timerSentence(timer).words).toEqual([
      ...['=name=routeward-undo-1', '=start-date=2026-11-05', '=start-time=07:08:09', '=interval=0s'],
      ...['=policy=read,write', `=on-event=${timer.script}`],
    ]);
    const old = timerSentence({ ...timer, when: { ...timer.when, isIso: false } });
    expect(old.words[1]).toBe('=start-date=nov/05/2026');
    expect(timerSentence({ ...timer, when: 'startup' }).words.slice(1, 3)).toEqual([
      '=start-time=startup',
      '=interval=0s',
    ]);
  });

  test('is set when it reads back as told, in either spelling, and has still to fire', () => {
    expect(isSet(timer, row)).toBe(true);
    expect(isSet(timer, { ...row, 'start-date': 'nov/05/2026', interval: '00:00:00', policy: 'write,read,!ftp' })).toBe(
      true,
    );
    const { 'next-run': _, ...missed } = row;
    for (const other of [
      ...[missed, { ...row, 'run-count': '1' }, { ...row, disabled: 'true' }, { ...row, interval: '1m' }],
      ...[
        { ...row, 'on-event': '' },
        { ...row, 'start-time': '07:08:10' },
        { ...row, policy: 'read' },
        { ...row, name: 'x' },
      ],
    ])
      expect(isSet(timer, other)).toBe(false);
    const boot = { ...timer, when: 'startup' } as const;
    expect(isSet(boot, { ...missed, 'start-time': 'startup' })).toBe(true);
    expect(isSet(boot, row)).toBe(false);
  });

  test('a clock is read in both spellings', () => {
    expect(readClock({ date: '2026-11-05', time: '07:08:09' })).toEqual(timer.when);
    expect(readClock({ date: 'nov/05/2026', time: '07:08:09' })).toEqual({ ...timer.when, isIso: false });
    expect(readClock({ date: 'never' })).toBeNull();
    expect(readClock(undefined)).toBeNull();
  });
});

test('a template of the library on an old router: the subscriber comes back by a timer', () => {
  const steps = compile(templateOf('subscriber.suspend'), { name: 'anna.rossi' });
  const plan = planOf(steps, [[anna], [{ '.id': '*1', name: 'anna.rossi' }]]);
  expect(guardFor({ routerOs: '6.49.18', noTimer: null }, plan).rung).toBe('timer');
});

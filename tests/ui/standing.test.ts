import { expect, test } from 'vitest';
import { countStates, isStale, latest, movesList, standingOf } from '@/ui/devices/standing';
import { ServerClock } from '@/ui/live/server-clock';
import type { DeviceStatus, ListedDevice } from '@/ui/live/views';

const noon = Date.parse('2026-11-24T12:00:00.000Z');
const before = (seconds: number): string => new Date(noon - seconds * 1000).toISOString();

function status(part: Partial<DeviceStatus>): DeviceStatus {
  return {
    state: 'up',
    since: before(3600),
    triedAt: before(30),
    answeredAt: before(30),
    faultCode: null,
    identity: null,
    model: null,
    version: null,
    cpuPercent: null,
    uptimeSeconds: null,
    roundTripMs: null,
    ...part,
  };
}

test('what was asked within two rounds and a half is as it answered; later nobody knows, since the last try', () => {
  expect(standingOf(status({}), noon)).toEqual({ state: 'up', since: before(3600) });
  expect(standingOf(status({ state: 'down', since: before(90) }), noon)).toEqual({ state: 'down', since: before(90) });
  expect(standingOf(status({ triedAt: before(151) }), noon)).toEqual({ state: 'noData', since: before(151) });
});

test('time alone turns Up into No data', () => {
  const one = status({});
  expect([noon, noon + 120_000, noon + 121_000].map((now) => standingOf(one, now).state)).toEqual([
    'up',
    'up',
    'noData',
  ]);
  expect(isStale(one, noon)).toBe(false);
  expect(isStale(one, noon + 121_000)).toBe(true);
});

test('a device that was never asked has no data, and no since', () => {
  expect(standingOf(status({ state: 'noData', since: null, triedAt: null }), noon)).toEqual({
    state: 'noData',
    since: null,
  });
});

test('the later try counts, whichever came last', () => {
  // safe: only the part of a device that a status brings is looked at here.
  const device = status({ roundTripMs: 1 }) as ListedDevice;
  expect(latest(device, status({ triedAt: before(5), roundTripMs: 2 })).roundTripMs).toBe(2);
  expect(latest(device, status({ triedAt: before(500), roundTripMs: 3 })).roundTripMs).toBe(1);
  expect(latest(device, undefined)).toBe(device);
});

test('every device is counted in exactly one state', () => {
  const devices = [status({}), status({ state: 'down' }), status({ triedAt: before(1000) }), status({ triedAt: null })];
  expect(countStates(devices, noon)).toEqual({ up: 1, down: 1, noData: 2 });
});

test('a list is made anew when a device of it, or one it does not show, changed its state', () => {
  // safe: only the part of a device that a status brings is looked at here.
  const shown = new Map([['a', status({}) as ListedDevice]]);
  const heard = (device: string, part: Partial<DeviceStatus>) =>
    movesList({ device, status: status(part) }, shown, before(60));
  expect(heard('a', {})).toBe(false);
  expect(heard('a', { state: 'down' })).toBe(true);
  expect(heard('b', { since: before(3600) })).toBe(false);
  expect(heard('b', { since: before(10) })).toBe(true);
});

test('the clock of a machine that goes wrong is set right by whatever the server dated, and never back', () => {
  const clock = new ServerClock();
  const wrong = noon - 5 * 3_600_000;
  expect(clock.now(wrong)).toBe(wrong);
  clock.note(before(0), wrong);
  expect(clock.now(wrong + 1000)).toBe(noon + 1000);
  clock.note(before(600), wrong);
  expect(clock.now(wrong + 1000)).toBe(noon + 1000);
});

import { expect, test } from 'vitest';
import { alarmOf, standingOf, waits, whyWords } from '@/ui/alarms/alarm';
import { alarmsAddress, readAlarmFilter } from '@/ui/alarms/alarm-filter';

const somebody = { at: '2026-11-29T12:00:00Z', by: 'M. Okafor', note: null };

test('an alarm is new until somebody looks after it, and what is over is not new, acknowledged or not', () => {
  expect(standingOf({ ending: null, acknowledged: null })).toBe('new');
  expect(standingOf({ ending: null, acknowledged: somebody })).toBe('acknowledged');
  expect(standingOf({ ending: 'cleared', acknowledged: somebody })).toBe('cleared');
  expect(standingOf({ ending: 'withdrawn', acknowledged: null })).toBe('withdrawn');
});

test('it waits for somebody while it is new and nothing stands for it', () => {
  const fresh = { ending: null, acknowledged: null, coveredBy: null };
  expect(waits(fresh)).toBe(true);
  expect(waits({ ...fresh, acknowledged: somebody })).toBe(false);
  expect(waits({ ...fresh, ending: 'cleared' })).toBe(false);
  // safe: any id will do.
  expect(waits({ ...fresh, coveredBy: crypto.randomUUID() as never })).toBe(false);
});

test('it says in words what it is of, and why', () => {
  const nothing = { device: null, site: null, devices: 1, faultCode: null };
  // safe: of an id only that it is there counts here.
  const named = (name: string) => ({ id: crypto.randomUUID() as never, name });
  const device = { ...nothing, kind: 'device', device: named('core-gw-02'), faultCode: 'unreachable' } as const;
  const site = { ...nothing, kind: 'site', site: named('Tower 09'), devices: 4 } as const;
  const ownLink = { ...nothing, kind: 'ownLink', devices: 1_204 } as const;
  expect([device, site, ownLink].map(alarmOf)).toEqual(['core-gw-02', 'Site Tower 09', 'Our own link']);
  expect([device, site, ownLink].map(whyWords)).toEqual([
    'Unreachable',
    '4 devices down at once',
    '1,204 devices down at once',
  ]);
});

test('what the address of a list says comes back as it was, and what it cannot mean is left out', () => {
  const id = '00000000-0000-4000-8000-000000000001';
  for (const filter of [
    {},
    { q: 'tower 09', state: 'open' as const },
    { device: id, after: 'x+/=' },
    { coveredBy: id },
  ]) {
    const { searchParams } = new URL(alarmsAddress('/alarms', filter), 'https://routeward.example');
    expect(readAlarmFilter(Object.fromEntries(searchParams))).toEqual(filter);
  }
  expect(readAlarmFilter({ q: ['a', 'b'], state: 'loud', device: '../x', coveredBy: '1', after: '' })).toEqual({});
});

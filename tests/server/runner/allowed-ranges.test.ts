import { beforeAll, expect, onTestFinished, test } from 'vitest';
import { hear } from '@/server/db/notices';
import { resolveAddress } from '@/server/routeros/address';
import { AllowedRanges } from '@/server/runner/allowed-ranges';
import { type TestDatabase, testDatabase } from '../../support/database';
import { apiOf } from '../../support/runs';
import { makeWorld } from '../../support/world';

let database: TestDatabase;
beforeAll(async () => {
  database = await testDatabase();
});

test('a change of the ranges is heard while the runner runs, and open connections are let go then', async () => {
  const world = await makeWorld(database);
  const ranges = new AllowedRanges();
  let changes = 0;
  ranges.begin(() => {
    changes += 1;
  });
  // Heard after the ranges have: what they make of a change has been made by then.
  const heard: (string | null)[] = [];
  const stopHearing = hear('routeward_configuration', (name) => {
    if (name !== 'results.days') heard.push(name);
  });
  onTestFinished(() => {
    stopHearing();
    ranges.end();
  });
  const { configuration } = apiOf(world.people.superAdmin);
  expect(await ranges.now()).toEqual([]);
  await expect.poll(() => heard, { timeout: 10_000 }).toEqual([null]);
  await configuration.set({ changes: { 'devices.ranges': ['10.20.0.0/16'] } });
  await expect.poll(() => heard, { timeout: 10_000 }).toHaveLength(2);
  expect(await ranges.now()).toEqual(['10.20.0.0/16']);
  expect(changes).toBe(1);
  await configuration.set({ changes: { 'results.days': 30 } });
  await configuration.set({ changes: { 'devices.ranges': null } });
  await expect.poll(() => heard, { timeout: 10_000 }).toHaveLength(3);
  expect(await ranges.now()).toEqual([]);
  expect(changes).toBe(2);
});

test.each(['"10.20.0.0/16"', '["tower/16"]', '{"allow": []}'])(
  'ranges that this version cannot read let nobody through: %s',
  async (kept) => {
    const keep = (value: string) =>
      database.owner`select app.keep_setting('devices.ranges', ${value}::text::jsonb, null)`;
    const ranges = new AllowedRanges();
    await keep(kept);
    await expect(ranges.now()).rejects.toMatchObject({
      code: 'addressRefused',
      message: expect.stringContaining('cannot be read'),
    });
    await keep('["10.20.0.0/16"]');
    expect(await ranges.now()).toEqual(['10.20.0.0/16']);
  },
);

test('an address outside of the allowed ranges is refused, and a name that means one', async () => {
  const rules = { own: [], allowed: ['10.20.0.0/16'], lookup: async () => [{ address: '10.21.0.1' }] };
  expect(await resolveAddress('10.20.0.1', rules)).toEqual({ ip: '10.20.0.1' });
  for (const host of ['10.21.0.1', 'tower.example.net', '2001:db8::1'])
    await expect(resolveAddress(host, rules)).rejects.toMatchObject({ code: 'addressRefused' });
});

test('what is allowed allows nothing that the fixed rules refuse', async () => {
  const rules = { own: ['10.20.0.9'], allowed: ['0.0.0.0/0', '::/0'] };
  for (const host of ['127.0.0.1', '169.254.1.1', '224.0.0.1', '::1', 'fe80::1', '10.20.0.9'])
    await expect(resolveAddress(host, rules)).rejects.toMatchObject({ code: 'addressRefused' });
});

import { beforeAll, beforeEach, describe, expect, onTestFinished, test } from 'vitest';
import { until } from '@/cli/until';
import type { DeviceId } from '@/core/ids';
import { processEnv } from '@/env';
import { createCaller } from '@/server/api/root';
import { hear } from '@/server/db/notices';
import { createMasterKey } from '@/server/vault/master-key';
import { testDatabase } from '../../support/database';
import { apiOf } from '../../support/runs';
import { contextFor, entriesOf, makeWorld, type World } from '../../support/world';

const database = await testDatabase();
const customer = 'acme-corp';
const pin = 'ab'.repeat(32);
let world: World;
let device: DeviceId;
let credentials: string;

beforeAll(async () => {
  await createMasterKey(processEnv().keysDirectory);
});

beforeEach(async () => {
  await database.owner`truncate app.customer, app.person cascade`;
  world = await makeWorld(database);
  const read = { name: 'reader', password: 'a password of the reader' };
  credentials = (await api().credentials.add({ customer, name: 'Reading', read })).id;
  const made = { customer, name: 'gw', address: '10.3.0.1', fingerprint: pin, credentials, site: 'Hill' };
  device = (await api().enrolment.add(made)).id;
});

const api = () => apiOf(world.people.admin);
const get = () => api().connections.get({ device });
const asEnrolled = () => ({
  ...{ address: '10.3.0.1', port: 8729, transport: 'tls', pin, isPre643: false, codePage: null, site: 'Hill' },
  ...{ credentials: { id: credentials, name: 'Reading' }, verdicts: [] },
});
async function traced<T>(work: (caller: ReturnType<typeof createCaller>['connections']) => Promise<T>) {
  const context = contextFor(world.people.admin);
  const done = await work(createCaller(context).connections);
  const [entry] = await entriesOf(database.owner, context.origin.requestId);
  return { done, entry };
}

test('how a device is spoken to is told to who may change it, without what is in its credentials', async () => {
  expect(await get()).toEqual(asEnrolled());
  expect(JSON.stringify(await get())).not.toContain('reader');
  for (const role of ['operator', 'viewer'] as const)
    await expect(apiOf(world.people[role]).connections.get({ device })).rejects.toMatchObject({ code: 'FORBIDDEN' });
  const foreign = { device: String(world.devices['other-isp'][0]) };
  const missing = { code: 'NOT_FOUND', message: 'no such device' };
  await expect(api().connections.get(foreign)).rejects.toMatchObject(missing);
  await expect(api().connections.change({ ...foreign, site: 'Mine' })).rejects.toMatchObject(missing);
  await expect(api().connections.replaceHardware(foreign)).rejects.toMatchObject(missing);
  await expect(api().connections.examine(foreign)).rejects.toMatchObject(missing);
});

describe('a change', () => {
  test.each([
    [{ address: ' gw.example.net ' }, { address: 'gw.example.net' }],
    [{ port: 18_729 }, { port: 18_729 }],
    [{ site: null }, { site: null }],
    [{ site: ' Valley ' }, { site: 'Valley' }],
    [{ credentials: null }, { credentials: null }],
    [{ transport: 'plain', port: 8728 } as const, { transport: 'plain', port: 8728 }],
    [{ isPre643: true }, { isPre643: true }],
    [{ codePage: 'windows-1250' } as const, { codePage: 'windows-1250' }],
  ])('is what is given and nothing else: %j', async (given, expected) => {
    const { done, entry } = await traced((caller) => caller.change({ device, ...given }));
    expect(done).toEqual({ changed: true });
    expect(await get()).toEqual({ ...asEnrolled(), ...expected });
    const { verdicts: _verdicts, ...was } = { ...asEnrolled(), credentials };
    expect(entry).toMatchObject({ event: 'device.changed', target: { kind: 'device', id: device } });
    const made = !('site' in given) || given.site === null ? {} : { madeSites: [expect.any(String)] };
    expect(entry?.detail).toEqual({ before: was, after: { ...was, ...expected }, ...made });
  });

  test('of nothing is none', async () => {
    await expect(api().connections.change({ device })).rejects.toMatchObject({
      code: 'BAD_REQUEST',
      message: 'Say what is to be changed.',
    });
  });

  test.each([
    [{ pin: 'cd'.repeat(32) }],
    [{ fingerprint: null }],
    [{ customerId: '00000000-0000-4000-8000-000000000001' }],
    [{ name: 'other' }],
    [{ archivedAt: null }],
    [{ address: 'http://10.0.0.1/' }],
    [{ address: '' }],
    [{ port: 0 }],
    [{ codePage: 'latin1' }],
    [{ credentials: 'Reading' }],
  ])('is not made of what is none of it: %j', async (wrong) => {
    // safe: that it is wrong is the point.
    const input = { device, ...(wrong as object) };
    await expect(api().connections.change(input)).rejects.toMatchObject({ code: 'BAD_REQUEST' });
    expect(await get()).toEqual(asEnrolled());
  });
});

describe('another router in its place', () => {
  test('has to show its certificate first, or the one that is known of it; the entry names both', async () => {
    const first = await traced((caller) => caller.replaceHardware({ device }));
    expect([first.done, first.entry?.detail]).toEqual([{ pin: null }, { before: pin, after: null }]);
    expect(await get()).toEqual({ ...asEnrolled(), pin: null });
    expect((await api().enrolment.unconfirmed({ customer })).items.map(({ id }) => id)).toContain(device);
    const next = 'cd'.repeat(32);
    const fingerprint = next.toUpperCase().replace(/(..)(?=.)/g, '$1:');
    const second = await traced((caller) => caller.replaceHardware({ device, fingerprint }));
    expect([second.done, second.entry?.detail]).toEqual([{ pin: next }, { before: null, after: next }]);
    expect(second.entry?.event).toBe('device.hardwareReplaced');
  });

  test('has the name, the runs, the cases and the round trips of the one before', async () => {
    const own = String(world.devices[customer][0]);
    const history = () => database.owner`
      select d.name, d.tags, d.enrolled_at, (select json_agg(r.id) from app.run r where r.device_id = d.id) as runs,
        (select json_agg(s.session_id) from app.session_device s where s.device_id = d.id) as cases,
        (select to_jsonb(s) from app.device_status s where s.device_id = d.id) as status
      from app.device d where d.id = ${own}`;
    const before = await history();
    expect(before).toMatchObject([{ runs: [world.runs[customer]], cases: [world.sessions[customer]] }]);
    await api().connections.replaceHardware({ device: own });
    expect(await history()).toEqual(before);
  });
});

test('what is wrong is told from what the last try found, and from the last examination', async () => {
  const found = async (status: Record<string, string | number | string[] | null>) => {
    await database.owner`delete from app.device_status where device_id = ${device}`;
    const base = { device_id: device, customer_id: world.customers[customer], is_up: status.fault_code === undefined };
    const now = new Date().toISOString();
    await database.owner`insert into app.device_status ${database.owner({ ...base, since: now, tried_at: now, ...status })}`;
    return (await get()).verdicts;
  };
  const colons = (hex: string) => Array.from({ length: 32 }, () => hex).join(':');
  expect(await found({})).toEqual([]);
  expect(await found({ fault_code: 'unreachable', fault_reason: 'EHOSTUNREACH' })).toEqual([
    'Unreachable: 10.3.0.1 port 8729, EHOSTUNREACH.',
  ]);
  expect(await found({ fault_code: 'certificateDiffers', shown_pin: 'cd'.repeat(32) })).toEqual([
    `Certificate differs: confirmed is ${colons('AB')}, shown is ${colons('CD')}.`,
  ]);
  expect(await found({ clock_skew_seconds: -40, missing_policies: ['test'] })).toEqual([
    'Policy missing: test.',
    'Clock off by −40 s.',
  ]);
});

describe('an examination is asked for', () => {
  const heardOf = () => {
    const heard: (string | null)[] = [];
    onTestFinished(hear('routeward_device', (payload) => void heard.push(payload)));
    return heard;
  };
  const ask = (caller = api()) => caller.connections.examine({ device });

  test('by telling the runner which device of which customer, once it is committed', async () => {
    const heard = heardOf();
    const wish = `${world.customers[customer]} ${device}`;
    // Until the connection that listens is there.
    expect(await until(async () => [await ask(), heard.includes(wish)][1] === true, 10_000)).toBe(true);
  });

  test('and told when that was, by the database’s clock, which what is found is compared with', async () => {
    const [before] = await database.owner`select app.now() as at`;
    const { askedAt } = await ask();
    const [after] = await database.owner`select app.now() as at`;
    expect(Date.parse(askedAt)).toBeGreaterThanOrEqual(new Date(before?.at).getTime());
    expect(Date.parse(askedAt)).toBeLessThanOrEqual(new Date(after?.at).getTime());
  });

  test('by nobody who may not change the device', async () => {
    const heard = heardOf();
    for (const role of ['operator', 'viewer'] as const)
      await expect(ask(apiOf(world.people[role]))).rejects.toMatchObject({ code: 'FORBIDDEN' });
    await api().enrolment.archive({ devices: [device] });
    await expect(ask()).rejects.toMatchObject({ code: 'NOT_FOUND' });
    const last = crypto.randomUUID();
    expect(
      await until(async () => {
        await database.owner`select pg_notify('routeward_device', ${last})`;
        return heard.includes(last);
      }, 10_000),
    ).toBe(true);
    expect(heard.filter((payload) => payload?.includes(device))).toEqual([]);
  });
});

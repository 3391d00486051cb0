import { beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { CustomerId, DeviceId } from '@/core/ids';
import { listDevices } from '@/server/db/devices';
import { asCustomer, asPerson } from '@/server/db/open';
import { noteTries, type Tried } from '@/server/db/probe-work';
import { statusesAfter } from '@/server/db/statuses';
import { type TestDatabase, testDatabase } from '../../support/database';
import { makeWorld, type World } from '../../support/world';
import { down, setClock, up } from './tries';

let database: TestDatabase;
let world: World;
let own: CustomerId;
let first: DeviceId;
let second: DeviceId;

beforeAll(async () => {
  database = await testDatabase();
  world = await makeWorld(database);
  own = world.customers['acme-corp'];
  const [one, two] = world.devices['acme-corp'];
  if (one === undefined || two === undefined) throw new Error('no devices');
  [first, second] = [one, two];
});

beforeEach(async () => {
  await setClock(database, '2026-03-10 12:30:05Z');
  await database.owner`delete from app.device_status`;
});

const note = (...tries: Tried[]) => asCustomer(own, 'probe', ({ db }) => noteTries(db, own, tries));

describe('a list of devices', () => {
  const list = (filter: Partial<Parameters<typeof listDevices>[3]>) =>
    asPerson(world.people.viewer, ({ db }) => listDevices(db, world.people.viewer, null, { limit: 50, ...filter }));

  test('is filtered by state, and counts all states whichever it is filtered by', async () => {
    await note(up(first), down(second));
    const states = { up: 1, down: 1, noData: 1 };
    expect(await list({})).toMatchObject({
      states,
      total: 3,
      items: [{ state: 'up' }, { state: 'down' }, { state: 'noData' }],
    });
    expect(await list({ state: 'up' })).toMatchObject({ states, total: 1, next: null, items: [{ id: first }] });
    expect(await list({ state: 'down' })).toMatchObject({
      states,
      total: 1,
      items: [{ id: second, faultCode: 'unreachable' }],
    });
    expect(await list({ state: 'noData' })).toMatchObject({
      states,
      total: 1,
      items: [{ triedAt: null, since: null }],
    });
    expect(await list({ state: 'up', q: 'router-00002' })).toMatchObject({
      states: { up: 0, down: 1, noData: 0 },
      total: 0,
      items: [],
    });
    await setClock(database, '2026-03-10 12:34:05Z');
    expect(await list({ state: 'up' })).toMatchObject({ states: { up: 0, down: 0, noData: 3 }, total: 0, items: [] });
  });

  test('filtered by state goes on from page to page, each device once', async () => {
    await note(...world.devices['acme-corp'].map((device) => up(device)));
    const seen: string[] = [];
    let after: { name: string; id: string } | undefined;
    do {
      const page = await list({ state: 'up', limit: 1, after });
      seen.push(...page.items.map(({ id }) => id));
      after = page.next ?? undefined;
    } while (after !== undefined);
    expect(seen).toEqual(world.devices['acme-corp']);
  });
});

describe('statuses since a time', () => {
  const triedAfter = (time: string, limit = 50) =>
    asPerson(world.people.viewer, ({ db }) => statusesAfter(db, world.people.viewer, { of: null, after: time, limit }));
  const noon = '2026-03-10T12:00:00.000Z';

  test('are those tried later, the oldest first, and none beyond the reach', async () => {
    await note(up(first));
    const foreign = world.customers['other-isp'];
    const tries = world.devices['other-isp'].map((device) => up(device));
    await asCustomer(foreign, 'probe', ({ db }) => noteTries(db, foreign, tries));
    const [only] = await triedAfter(noon);
    expect(only).toMatchObject({ device: first, state: 'up' });
    expect(await triedAfter(only?.triedAt ?? '')).toEqual([]);
    await setClock(database, '2026-03-10 12:31:05Z');
    await note(down(second));
    expect((await triedAfter(noon)).map(({ device }) => device)).toEqual([first, second]);
    expect((await triedAfter(only?.triedAt ?? '')).map(({ device }) => device)).toEqual([second]);
  });

  test('leave nobody out who was tried at the same moment, however few are asked for', async () => {
    const all = [...world.devices['acme-corp']];
    await note(...all.map((device) => up(device)));
    const seen = await triedAfter(noon, 1);
    expect(seen.map(({ device }) => device).sort()).toEqual(all.sort());
    expect(await triedAfter(seen.at(-1)?.triedAt ?? '', 1)).toEqual([]);
  });
});

import { beforeAll, expect, test } from 'vitest';
import { processEnv } from '@/env';
import { turnKeys } from '@/server/runner/turn-keys';
import { createMasterKey } from '@/server/vault/master-key';
import { type TestDatabase, testDatabase } from '../../support/database';
import { thrown } from '../../support/routers';
import { apiOf } from '../../support/runs';
import { fillCustomer } from '../../support/sealed';
import { makeWorld, type World } from '../../support/world';

let database: TestDatabase;
let world: World;

beforeAll(async () => {
  database = await testDatabase();
  world = await makeWorld(database);
  await createMasterKey(processEnv().keysDirectory);
  await fillCustomer(database, world, 'other-isp');
});

const api = () => apiOf(world.people.superAdmin).keys;
const states = async () => (await api().list()).changes.map(({ level, customer, state }) => [level, customer, state]);

test.each(['admin', 'operator', 'viewer'] as const)('a %s neither sees nor changes keys', async (role) => {
  const theirs = apiOf(world.people[role]).keys;
  const refusal = { code: 'FORBIDDEN', message: 'your role may not do this: system.configure' };
  await expect(theirs.list()).rejects.toMatchObject(refusal);
  await expect(theirs.change({ level: 'master' })).rejects.toMatchObject(refusal);
});

test('a Super Admin sees how old each kind is, and which customer’s is the oldest', async () => {
  const { ages, changes } = await api().list();
  expect(ages.map(({ level }) => level)).toEqual(['signing', 'master', 'customers']);
  expect(ages[2]).toMatchObject({ customer: 'other-isp', customers: 1 });
  expect(Date.parse(String(ages[2]?.since))).toBeGreaterThan(Date.now() - 600_000);
  expect(changes).toEqual([]);
});

test('what is asked for is done by the runner, is seen on its way, and is in the log with who asked', async () => {
  expect(await api().change({ level: 'signing' })).toEqual({ asked: 1 });
  expect(await api().change({ level: 'customers' })).toEqual({ asked: 1 });
  expect(await api().change({ level: 'master' })).toEqual({ asked: 1 });
  const again = { code: 'CONFLICT', message: 'It is being changed already, or there is no such key yet.' };
  await expect(api().change({ level: 'customers', customer: 'other-isp' })).rejects.toMatchObject(again);
  await expect(api().change({ level: 'customers', customer: 'acme-corp' })).rejects.toMatchObject(again);
  await expect(api().change({ level: 'system' })).rejects.toMatchObject(again);
  expect((await states()).map(([, , state]) => state)).toEqual(['waiting', 'waiting', 'waiting']);
  while (await turnKeys(async () => 'a kid', thrown));
  expect(new Set((await states()).map((one) => one.join(' ')))).toEqual(
    new Set(['signing  done', 'master  ending', 'customers other-isp working']),
  );
  await database.shiftClock('1 minute');
  while (await turnKeys(async () => 'a kid', thrown));
  await database.shiftClock('3 minutes');
  while (await turnKeys(async () => 'a kid', thrown));
  expect(new Set((await states()).map(([, , state]) => state))).toEqual(new Set(['done']));
  const asked = await database.owner`select body::jsonb as body from audit.entry
    where event = 'keys.changeAsked' and outcome = 'ok' order by at`;
  expect(asked.map(({ body }) => [body.actor.id, body.detail])).toEqual([
    [world.people.superAdmin.personId, { level: 'signing', customer: null, asked: 1 }],
    [world.people.superAdmin.personId, { level: 'customers', customer: null, asked: 1 }],
    [world.people.superAdmin.personId, { level: 'master', customer: null, asked: 1 }],
  ]);
  const changed =
    await database.owner`select body::jsonb -> 'target' ->> 'id' as key from audit.entry where event = 'keys.changed'`;
  expect(changed.map(({ key }) => key).sort()).toEqual([world.customers['other-isp'], 'master', 'signing'].sort());
});

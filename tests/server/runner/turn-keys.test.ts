import { randomUUID } from 'node:crypto';
import { existsSync } from 'node:fs';
import { readdir, stat, unlink } from 'node:fs/promises';
import { sql } from 'drizzle-orm';
import { beforeAll, expect, test } from 'vitest';
import { processEnv } from '@/env';
import { asCustomer, asEverything, asJob, type Transaction } from '@/server/db/open';
import { customerPlaces } from '@/server/db/sealed-places';
import { currentMaster } from '@/server/db/system-keys';
import { turnKeys } from '@/server/runner/turn-keys';
import { addDataKey, keyForSealing, sealFor, unsealFrom } from '@/server/vault/data-keys';
import { keyForExport, openPart, sealPart } from '@/server/vault/export-part';
import { keepLastingSecrets, lastingSecret } from '@/server/vault/lasting-secret';
import { createMasterKey, masterKeyFile } from '@/server/vault/master-key';
import { dataKeyOf } from '@/server/vault/sealed';
import { type TestDatabase, testDatabase } from '../../support/database';
import { noKey, thrown } from '../../support/routers';
import { fillCustomer, fillSystem, openedOf, openedOfSystem, sealedOf } from '../../support/sealed';
import { makeWorld, type World } from '../../support/world';

let database: TestDatabase;
let world: World;
let shifted = 0;
const { keysDirectory } = processEnv();

beforeAll(async () => {
  database = await testDatabase();
  world = await makeWorld(database);
  await createMasterKey(keysDirectory);
  await fillCustomer(database, world, 'acme-corp');
  await fillCustomer(database, world, 'other-isp');
  await fillSystem(database, world);
});

const ask = (key: string) =>
  asEverything(world.people.superAdmin, async ({ db }) => {
    const [row] = await db.execute<{ is: boolean }>(sql`select auth.ask_for_rotation(${key}) as is`);
    return row?.is;
  });
/** Whatever can be done at this moment. */
const turn = async () => {
  while (await turnKeys(noKey, thrown));
};
const later = async (minutes: number) => {
  shifted += minutes;
  await database.shiftClock(`${shifted} minutes`);
};
const state = async (key: string) => {
  const [row] = await database.owner`select turned_at is not null as turned, walked_at is not null as walked,
    ended_at is not null as ended, done::int from app.key_rotation where key = ${key}`;
  return row;
};
const masters = async (): Promise<unknown[]> =>
  (await database.owner`select distinct master_key from app.wrapped_keys() order by 1`).map((row) => row.master_key);
const keysOf = async (key: string): Promise<string[]> =>
  (await database.owner`select id from app.data_key where customer_id::text = ${key} order by made_at`).map(
    ({ id }) => id,
  );
const entries = async (event: string) =>
  (await database.owner`select body::jsonb as body from audit.entry where event = ${event} order by at`).map(
    ({ body }) => body,
  );
const allOpen = async () => {
  for (const slug of ['acme-corp', 'other-isp'] as const) {
    const values = await sealedOf(database, world.customers[slug]);
    expect(new Set(values.map(({ place }) => place))).toEqual(new Set(customerPlaces));
    expect(await openedOf(world.customers[slug], values)).toEqual(values.map(({ plain }) => plain));
  }
  expect((await openedOfSystem(database)).map((words) => words.split(' ')[0])).toEqual([
    'setting',
    'webhook',
    'outgoing',
  ]);
};

/** Somebody in the middle of a transaction of work for acme-corp, who does the last of it when told. */
function held(first: (db: Transaction['db']) => Promise<() => Promise<unknown>>) {
  const [begun, going] = [signal(), signal()];
  const over = asCustomer(world.customers['acme-corp'], 'test', async ({ db }) => {
    const last = await first(db);
    begun.give();
    await going.given;
    await last();
  });
  const finish = () => {
    going.give();
    return over;
  };
  return { begun: begun.given, finish };
}

function signal() {
  let give: () => void = () => undefined;
  const given = new Promise<void>((resolve) => {
    give = resolve;
  });
  return { given, give };
}

test('a new master key takes the place of the old one while everything stays open, and the old one is destroyed when nobody needs it', async () => {
  const acme = world.customers['acme-corp'];
  const id = randomUUID();
  const me = world.people.superAdmin;
  const exported = await asEverything(me, ({ db }) => keyForExport(db, id));
  await database.owner`insert into app.audit_export (id, person_id, family_id, role, epoch, query, filter, format, request_id,
      expires_at, key_id, key_wrapped) values (${id}, ${me.personId}, ${me.familyId}, 'superAdmin', 1, '', '{}', 'csv', '',
      now() + interval '1 day', ${exported.id}, ${exported.wrapped})`;
  const part = await sealPart(exported, id, 0, 'a part');
  const pepper = await lastingSecret(keysDirectory, 'passwordPepper');

  expect(await ask('master')).toBe(true);
  expect(await ask('master')).toBe(false);
  // Whoever has found the old number holds it; here a key is wrapped with it after the new one came.
  const late = held(async (db) => {
    expect(await currentMaster(db)).toBe(1);
    return () => addDataKey(db, acme);
  });
  await late.begun;
  await turn();
  expect(await state('master')).toMatchObject({ turned: true, walked: true, ended: false });
  expect(await masters()).toEqual([2]);
  expect((await stat(masterKeyFile(keysDirectory, 2))).mode & 0o777).toBe(0o400);
  await allOpen();

  await later(2);
  await turn();
  // It is held still.
  expect(existsSync(masterKeyFile(keysDirectory))).toBe(true);
  await late.finish();

  // A backup that read before may hold what the old key wraps.
  const backup = await database.owner.reserve();
  await backup`select pg_advisory_lock_shared(hashtext('app.backup'), 0)`;
  await turn();
  expect(existsSync(masterKeyFile(keysDirectory))).toBe(true);
  await backup`select pg_advisory_unlock_shared(hashtext('app.backup'), 0)`;
  backup.release();

  await turn();
  expect(existsSync(masterKeyFile(keysDirectory))).toBe(false);
  expect(await state('master')).toMatchObject({ ended: true });
  expect(await masters()).toEqual([2]);
  await allOpen();
  const [kept] = await database.owner`select key_master as "masterKey", key_wrapped as wrapped from app.audit_export`;
  const key = { id: exported.id, masterKey: Number(kept?.masterKey), wrapped: kept?.wrapped };
  expect((await openPart(key, id, 0, part)).toString()).toBe('a part');
  // Nobody's password would match any more without it.
  expect(await lastingSecret(keysDirectory, 'passwordPepper')).toEqual(pepper);
  const [entry] = await entries('keys.changed');
  expect(entry).toMatchObject({
    target: { kind: 'key', id: 'master' },
    customer: null,
    detail: { level: 'master', number: 2 },
  });
});

test('whoever wraps with the old key after all is found, and is wrapped anew before it is destroyed', async () => {
  expect(await ask('master')).toBe(true);
  await turn();
  expect(await state('master')).toMatchObject({ walked: true, ended: false });
  // As if it had committed only now: under the number of before.
  await database.owner`update app.mark set master_key = 2`;
  await asCustomer(world.customers['other-isp'], 'test', ({ db }) => addDataKey(db, world.customers['other-isp']));
  await database.owner`update app.mark set master_key = 3`;
  expect(await masters()).toEqual([2, 3]);
  await later(2);
  await turn();
  expect(await masters()).toEqual([3]);
  expect(existsSync(masterKeyFile(keysDirectory, 2))).toBe(true);
  await later(2);
  await turn();
  expect(existsSync(masterKeyFile(keysDirectory, 2))).toBe(false);
  await allOpen();
});

test('cut off at any step, the next call goes on where it ended', async () => {
  expect(await ask('master')).toBe(true);
  // The file was made, and the process was gone before the database heard of it; the secrets that outlive it likewise.
  await keepLastingSecrets(keysDirectory);
  await createMasterKey(keysDirectory, 4);
  await allOpen();
  await turn();
  expect(await masters()).toEqual([4]);
  // The old file was destroyed, and the process was gone before that was committed.
  await unlink(masterKeyFile(keysDirectory, 3));
  await allOpen();
  await later(2);
  await turn();
  expect(await state('master')).toMatchObject({ ended: true });
  expect((await readdir(keysDirectory)).filter((name) => name.startsWith('master'))).toEqual(['master-4.key']);
  // Two who work at once bring one key.
  expect(await ask('master')).toBe(true);
  await Promise.all([turn(), turn(), turn()]);
  await later(2);
  await Promise.all([turn(), turn(), turn()]);
  expect(await masters()).toEqual([5]);
  await allOpen();
});

test('a new data key: everything of the customer is sealed anew, and the old key is destroyed when nothing opens with it any more', async () => {
  const acme = world.customers['acme-corp'];
  const before = await sealedOf(database, acme);
  const others = await sealedOf(database, world.customers['other-isp']);
  const old = await keysOf(acme);
  // Somebody seals with the old key, and commits long after the new one came.
  const late = held(async (db) => {
    const { id } = await keyForSealing(db, acme);
    expect(old).toContain(id);
    const place = { table: 'run_rows', column: 'sealed', row: `${world.runs['acme-corp']}/250`, customerId: acme };
    const sealed = await sealFor(db, place, `run_rows.sealed of ${place.row}`);
    return () =>
      db.execute(sql`insert into app.run_rows (run_id, first_row, row_count, customer_id, sealed)
        values (${world.runs['acme-corp']}, 250, 1, ${acme}, ${sealed})`);
  });
  await late.begun;
  expect(await ask(acme)).toBe(true);
  await turn();
  const [newest = ''] = (await keysOf(acme)).slice(-1);
  expect(old).not.toContain(newest);
  expect(await asCustomer(acme, 'test', async ({ db }) => (await keyForSealing(db, acme)).id)).toBe(newest);
  await later(1);
  await turn();
  // Nothing is walked as long as somebody seals with an older one: it could come behind where the way has been.
  expect(await state(acme)).toMatchObject({ turned: true, walked: false, done: 0 });
  await late.finish();
  await turn();
  expect(await state(acme)).toMatchObject({ walked: true, ended: false });
  const after = await sealedOf(database, acme);
  expect(after).toHaveLength(before.length + 1);
  expect(new Set(after.map(({ sealed }) => dataKeyOf(sealed)))).toEqual(new Set([newest]));
  // Whoever read one before opens it still.
  expect(await openedOf(acme, before)).toEqual(before.map(({ plain }) => plain));
  await later(2);
  await turn();
  expect(await keysOf(acme)).toEqual([newest]);
  await allOpen();
  for (const value of before) await expect(openedOf(acme, [value])).rejects.toThrow('its key is not at hand');
  expect(await sealedOf(database, world.customers['other-isp'])).toEqual(others);
  const entry = (await entries('keys.changed')).at(-1);
  expect(entry).toMatchObject({
    customer: acme,
    detail: { level: 'customer', values: after.length, destroyed: old.length },
  });
});

test('a value that somebody changes while it is sealed anew is the one that they wrote', async () => {
  const acme = world.customers['acme-corp'];
  expect(await ask(acme)).toBe(true);
  await turn();
  await later(1);
  const places = { table: 'credential_set', column: 'read_sealed' };
  const [set] = await database.owner`select id from app.credential_set where customer_id = ${acme}`;
  const place = { ...places, row: String(set?.id), customerId: acme };
  const typed = await asCustomer(acme, 'test', ({ db }) => sealFor(db, place, 'typed meanwhile'));
  // An Admin's transaction holds the row: the work waits for it there, and then finds another value than it read.
  const admin = await database.owner.reserve();
  await admin`begin`;
  await admin`update app.credential_set set read_sealed = ${typed} where id = ${String(set?.id)}`;
  const working = turn();
  await expect.poll(async () => (await database.owner`select 1 from pg_locks where not granted`).length).toBe(1);
  await admin`commit`;
  admin.release();
  await working;
  await later(2);
  await turn();
  const [row] =
    await database.owner`select read_sealed as sealed from app.credential_set where id = ${String(set?.id)}`;
  expect(await asCustomer(acme, 'test', ({ db }) => unsealFrom(db, place, row?.sealed))).toBe('typed meanwhile');
  expect(await keysOf(acme)).toHaveLength(1);
  const own = `credential_set.read_sealed of ${set?.id}`;
  const restored = await asCustomer(acme, 'test', ({ db }) => sealFor(db, place, own));
  await database.owner`update app.credential_set set read_sealed = ${restored} where id = ${String(set?.id)}`;
});

test('the system’s own key likewise', async () => {
  expect(await ask('system')).toBe(true);
  await turn();
  await later(1);
  await turn();
  await later(2);
  await turn();
  expect(await database.owner`select 1 from app.system_key`).toHaveLength(1);
  expect(await state('system')).toMatchObject({ ended: true, done: 3 });
  await allOpen();
  expect((await entries('keys.changed')).at(-1)).toMatchObject({
    detail: { level: 'system', destroyed: 1, values: 3 },
  });
});

test('nobody but a Super Admin asks, and of a signing key that could not be made it is said why', async () => {
  await expect(
    asJob('keys', ({ db }) => db.execute(sql`select auth.ask_for_rotation('master')`)),
  ).rejects.toMatchObject({ cause: { code: '42501' } });
  expect(await ask('a key that is none')).toBe(false);
  expect(await ask('signing')).toBe(true);
  let calls = 0;
  await turnKeys(async () => {
    calls += 1;
    return 'a kid';
  }, thrown);
  expect(calls).toBe(1);
  expect((await entries('keys.changed')).at(-1)).toMatchObject({ detail: { level: 'signing', kid: 'a kid' } });
});

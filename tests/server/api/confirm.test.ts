import { beforeAll, beforeEach, expect, test } from 'vitest';
import type { DeviceId } from '@/core/ids';
import { createCaller } from '@/server/api/root';
import { testDatabase } from '../../support/database';
import { apiOf } from '../../support/runs';
import { contextFor, entriesOf, makeWorld, type World } from '../../support/world';

/* A person confirms the certificates of devices that they compared: exactly those, all of them or none. */

const database = await testDatabase();
const customer = 'acme-corp';
let world: World;

beforeAll(async () => {
  world = await makeWorld(database);
});

const api = () => apiOf(world.people.admin);

/** Calls as the Admin; what it came to, and what it left in the audit. */
async function traced<T>(work: (caller: ReturnType<typeof createCaller>) => Promise<T>) {
  const context = contextFor(world.people.admin);
  const done = await work(createCaller(context));
  const [entry] = await entriesOf(database.owner, context.origin.requestId);
  return { done, detail: entry?.detail };
}

const shown = (n: number) => n.toString(16).padStart(64, '0');
let waiting: DeviceId[];
beforeEach(async () => {
  await database.owner`delete from app.device_status`;
  await database.owner`delete from app.device where name like 'wait-%'`;
  waiting = [];
  for (const [at, of] of ['acme-corp', 'acme-corp', 'other-isp'].entries()) {
    const made = await apiOf(world.people.superAdmin).enrolment.add({
      customer: of,
      name: `wait-${at}`,
      address: '10.7.0.1',
    });
    waiting.push(made.id);
    await database.owner`insert into app.device_status (device_id, customer_id, is_up, since, tried_at, fault_code, shown_pin)
      select id, customer_id, false, now(), now(), 'notConfirmed', ${shown(at)} from app.device where id = ${made.id}`;
  }
});
const at = (index: number): DeviceId => waiting[index] as DeviceId; // safe: three were made.
const seen = (...indexes: number[]) => indexes.map((index) => ({ device: at(index), pin: shown(index) }));
const confirm = (list: { device: string; pin: string }[]) => api().enrolment.confirm({ customer, seen: list });
const pins = async () =>
  (await database.owner`select pin from app.device where id = any (${waiting}) order by name`).map(({ pin }) => pin);
const stale = (count: number) => ({
  code: 'CONFLICT',
  message: `${count} of the devices ${count === 1 ? 'does' : 'do'} not show the certificate you saw any more. Reload and compare again. Nothing was confirmed.`,
});

test('is exactly what the devices showed, in either spelling, and its entry names each', async () => {
  const colons = shown(1).toUpperCase().match(/../g)?.join(':') ?? '';
  const list = [...seen(0), { device: at(1), pin: colons }];
  const { done, detail } = await traced((caller) => caller.enrolment.confirm({ customer, seen: list }));
  expect(done).toEqual({ confirmed: 2 });
  expect(await pins()).toEqual([shown(0), shown(1), null]);
  expect(detail).toEqual({ confirmed: { [at(0)]: shown(0), [at(1)]: shown(1) }, before: {} });
});

test('is all of it or nothing: one that shows another one now stops the rest', async () => {
  await database.owner`update app.device_status set shown_pin = ${shown(77)} where device_id = ${at(1)}`;
  await expect(confirm(seen(0, 1))).rejects.toMatchObject(stale(1));
  await database.owner`update app.device_status set shown_pin = null where device_id = ${at(0)}`;
  await expect(confirm(seen(0, 1))).rejects.toMatchObject(stale(2));
  await expect(confirm([{ device: crypto.randomUUID(), pin: shown(0) }])).rejects.toMatchObject(stale(1));
  expect(await pins()).toEqual([null, null, null]);
});

test('of another customer’s device is nothing, whoever asks in whose name', async () => {
  await expect(confirm(seen(2))).rejects.toMatchObject(stale(1));
  await expect(confirm(seen(0, 2))).rejects.toMatchObject(stale(1));
  const mixed = { customer, seen: seen(0, 2) };
  await expect(apiOf(world.people.superAdmin).enrolment.confirm(mixed)).rejects.toMatchObject(stale(1));
  const theirsOnly = { customer: 'other-isp', seen: seen(2) };
  await expect(api().enrolment.confirm(theirsOnly)).rejects.toMatchObject({ code: 'FORBIDDEN' });
  expect(await pins()).toEqual([null, null, null]);
});

test('of an archived device, or of one twice in two ways, is nothing', async () => {
  await expect(confirm([...seen(0), { device: at(0), pin: shown(1) }])).rejects.toMatchObject(stale(1));
  await api().enrolment.archive({ devices: [at(0)] });
  await expect(confirm(seen(0))).rejects.toMatchObject(stale(1));
  expect(await pins()).toEqual([null, null, null]);
});

test('takes the place of a certificate that was confirmed before only where that is said, and its entry names both', async () => {
  await confirm(seen(0, 1));
  await database.owner`update app.device_status set shown_pin = ${shown(77)}, fault_code = 'certificateDiffers' where device_id = ${at(0)}`;
  const list = [{ device: at(0), pin: shown(77) }];
  await expect(confirm(list)).rejects.toMatchObject({ code: 'CONFLICT' });
  await expect(confirm([...list, ...seen(1)])).rejects.toMatchObject({ code: 'CONFLICT' });
  expect(await pins()).toEqual([shown(0), shown(1), null]);
  const { done, detail } = await traced((caller) =>
    caller.enrolment.confirm({ customer, seen: [...list, ...seen(1)], replaces: true }),
  );
  expect([done, detail]).toEqual([
    { confirmed: 2 },
    { confirmed: { [at(0)]: shown(77), [at(1)]: shown(1) }, before: { [at(0)]: shown(0) } },
  ]);
  expect(await pins()).toEqual([shown(77), shown(1), null]);
});

test('by two at once is what both saw; of two who saw different ones one is told', async () => {
  for (let round = 0; round < 5; round += 1) {
    await database.owner`update app.device set pin = null where id = any (${waiting})`;
    expect(await Promise.all([confirm(seen(0, 1)), confirm(seen(1, 0))])).toEqual([{ confirmed: 2 }, { confirmed: 2 }]);
    expect(await pins()).toEqual([shown(0), shown(1), null]);
  }
  await database.owner`update app.device set pin = null where id = any (${waiting})`;
  const outcomes = await Promise.allSettled([confirm(seen(0)), confirm([{ device: at(0), pin: shown(1) }])]);
  expect(outcomes.map(({ status }) => status)).toEqual(['fulfilled', 'rejected']);
  expect(await pins()).toEqual([shown(0), null, null]);
});

test('is listed until then, by name: those without a certificate, and those that show another one', async () => {
  const list = async () =>
    (await api().enrolment.unconfirmed({ customer })).items.filter(({ name }) => name.startsWith('wait-'));
  expect((await list()).map(({ id, shownPin, pin }) => [id, shownPin, pin])).toEqual([
    [at(0), shown(0), null],
    [at(1), shown(1), null],
  ]);
  await confirm(seen(0, 1));
  await database.owner`update app.device_status set is_up = true, fault_code = null where device_id = ${at(0)}`;
  await database.owner`update app.device_status set fault_code = 'certificateDiffers' where device_id = ${at(1)}`;
  expect(await list()).toMatchObject([{ id: at(1), faultCode: 'certificateDiffers', pin: shown(1) }]);
  await api().connections.change({ device: at(1), transport: 'plain' });
  expect(await list()).toEqual([]);
});

test('of hundreds is done by two at once in whatever order, and neither waits for the other for ever', async () => {
  const file = ['name,address', ...Array.from({ length: 400 }, (_, i) => `many-${i},10.9.${i >> 8}.${i & 255}`)].join(
    '\n',
  );
  await api().enrolment.import({ customer, file, isDryRun: false });
  await database.owner`
    insert into app.device_status (device_id, customer_id, is_up, since, tried_at, fault_code, shown_pin)
    select id, customer_id, false, now(), now(), 'notConfirmed', ${shown(5)} from app.device where name like 'many-%'`;
  const rows = await database.owner`select id from app.device where name like 'many-%' order by id`;
  const list = rows.map(({ id }) => ({ device: String(id), pin: shown(5) }));
  for (let round = 0; round < 10; round += 1) {
    await database.owner`update app.device set pin = null where name like 'many-%'`;
    const both = await Promise.all([
      confirm(list),
      confirm(list.toReversed()),
      confirm(list),
      confirm(list.toReversed()),
    ]);
    expect(both.map(({ confirmed }) => confirmed)).toEqual([400, 400, 400, 400]);
  }
});

import { randomUUID } from 'node:crypto';
import type { CustomerId } from '@/core/ids';
import { asCustomer, asJob } from '@/server/db/open';
import { customerPlaces, type SealedPlace, systemPlaces } from '@/server/db/sealed-places';
import { keyForSealing, systemVault, unsealFrom } from '@/server/vault/data-keys';
import { seal } from '@/server/vault/sealed';
import type { TestDatabase } from './database';
import type { World } from './world';

export interface Value {
  readonly place: SealedPlace;
  readonly row: string;
  readonly sealed: Uint8Array;
  readonly plain: string;
}

const named = ({ row }: SealedPlace): string => row.map(({ name }) => `${name}::text`).join(` || '/' || `);

/** A value in every place of a customer that can hold one, sealed as the product does. */
export async function fillCustomer({ owner }: TestDatabase, world: World, of: 'acme-corp' | 'other-isp') {
  const [customer, run, device] = [world.customers[of], world.runs[of], world.devices[of][0]];
  const by = world.people.superAdmin.personId;
  const lookup = randomUUID();
  await owner`insert into app.credential_set (customer_id, name, read_sealed, write_sealed, test_sealed)
    values (${customer}, ${randomUUID()}, '\\x00', '\\x00', '\\x00')`;
  await owner`update app.run set fault_sealed = '\\x00', summary_sealed = '\\x00' where id = ${run}`;
  await owner`insert into app.run_rows (run_id, first_row, row_count, customer_id, sealed) select ${run}, n, 1, ${customer}, '\\x00'
    from generate_series(0, ${of === 'acme-corp' ? 209 : 1}) n on conflict do nothing`;
  await owner`insert into app.lookup (id, customer_id, asked_by, kind, subject_sealed, state, ended_at)
    values (${lookup}, ${customer}, ${by}, 'name', '\\x00', 'done', now())`;
  await owner`insert into app.lookup_answer (lookup_id, device_id, customer_id, hit_count, hits_sealed, took_ms)
    values (${lookup}, ${String(device)}, ${customer}, 1, '\\x00', 1)`;
  await owner`insert into app.snapshot (id, customer_id, device_id, taken_at, last_seen_at, router_os, digest, text_sealed)
    values (${randomUUID()}, ${customer}, ${String(device)}, now(), now(), '7.20.8', repeat('ab', 32), '\\x00')`;
  const [change] =
    await owner`insert into app.change (customer_id, device_id, template_id, template_version, params_sealed, asked_by)
    values (${customer}, ${String(device)}, 'subscriber.suspend', 1, '\\x00', ${by}) returning id`;
  await owner`update app.change set state = 'previewed', preview_sealed = '\\x00', plan_sealed = '\\x00', fault_sealed = '\\x00',
    previewed_at = app.now(), tier = 'W2', digest = repeat('ab', 32), expires_at = app.now() where id = ${change?.id}`;
  const key = await asCustomer(customer, 'test', ({ db }) => keyForSealing(db, customer));
  for (const place of customerPlaces) {
    const { table, column } = place;
    for (const row of await rowsOf(owner, place, customer)) {
      const plain = `${table}.${column} of ${row}`;
      const sealed = seal(key, { table, column, row, customerId: customer }, plain);
      await owner.unsafe(`update app.${table} set ${column} = $1 where customer_id = $2 and ${named(place)} = $3`, [
        sealed,
        customer,
        row,
      ]);
    }
  }
}

async function rowsOf(owner: TestDatabase['owner'], place: SealedPlace, customer: CustomerId): Promise<string[]> {
  const rows = await owner.unsafe(
    `select ${named(place)} as row from app.${place.table} where customer_id = $1 and ${place.column} is not null`,
    [customer],
  );
  return rows.map(({ row }) => String(row));
}

/** Everything of a customer that lies sealed at this moment. */
export async function sealedOf({ owner }: TestDatabase, customer: CustomerId): Promise<Value[]> {
  const all: Value[] = [];
  for (const place of customerPlaces) {
    const rows = await owner.unsafe(
      `select ${named(place)} as row, ${place.column} as sealed from app.${place.table}
        where customer_id = $1 and ${place.column} is not null order by 1`,
      [customer],
    );
    for (const { row, sealed } of rows)
      all.push({ place, row, sealed, plain: `${place.table}.${place.column} of ${row}` });
  }
  return all;
}

/** Opens them as the work for their customer does. */
export const openedOf = (customer: CustomerId, values: readonly Value[]): Promise<string[]> =>
  asCustomer(customer, 'test', ({ db }) =>
    Promise.all(
      values.map(({ place: { table, column }, row, sealed }) =>
        unsealFrom(db, { table, column, row, customerId: customer }, sealed),
      ),
    ),
  );

/** A value in every place of the system. */
export async function fillSystem({ owner }: TestDatabase, world: World): Promise<void> {
  const [webhook, mail] = [randomUUID(), randomUUID()];
  const seal = (place: SealedPlace, row: string) =>
    asJob('keys', ({ db }) =>
      systemVault(db).seal({ table: place.table, column: place.column, row }, `${place.table} ${row}`),
    );
  const [setting, hook, letter] = systemPlaces;
  await owner`insert into app.setting (name, sealed, changed_at) values ('mail.password', ${await seal(setting, 'mail.password')}, now())`;
  await owner`insert into app.webhook (id, url, secret_sealed, events, made_by, made_at) values (${webhook},
    'https://hooks.example.net', ${await seal(hook, webhook)}, '{device.wentDown}', ${world.people.superAdmin.personId}, now())`;
  await owner`insert into app.outgoing (id, kind, about, sealed, made_at, due_at)
    values (${mail}, 'mail', 'a test', ${await seal(letter, mail)}, now(), now())`;
}

/** What the system's places hold, opened: `table row` each. */
export async function openedOfSystem({ owner }: TestDatabase): Promise<string[]> {
  const all: string[] = [];
  for (const { table, column, row } of systemPlaces) {
    const [name] = row;
    const rows = await owner.unsafe(
      `select ${name.name}::text as row, ${column} as sealed from app.${table} where ${column} is not null`,
    );
    for (const found of rows)
      all.push(
        await asJob('keys', ({ db }) => systemVault(db).unseal({ table, column, row: found.row }, found.sealed)),
      );
  }
  return all;
}

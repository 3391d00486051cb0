import { sql } from 'drizzle-orm';
import { beforeAll, expect, test } from 'vitest';
import type { Principal } from '@/core/access';
import type { CustomerId } from '@/core/ids';
import { asPerson, asStranger } from '@/server/db/open';
import { device } from '@/server/db/schema/devices';
import { type TestDatabase, testDatabase } from '../../support/database';
import { makeCustomer, makeDevices, makePerson } from '../../support/world';

let database: TestDatabase;
const tenants: { customer: CustomerId; person: Principal }[] = [];

beforeAll(async () => {
  database = await testDatabase(4);
  for (let index = 0; index < 50; index += 1) {
    const customer = await makeCustomer(database.owner, `tenant-${index}`);
    await makeDevices(database.owner, customer, 2);
    tenants.push({ customer, person: await makePerson(database.owner, 'admin', [customer]) });
  }
});

/** What a request may do wrong on its way: end early, fail in SQL, run into a time-out, be a stranger's. */
const misbehaviours = ['none', 'none', 'throws', 'fails', 'times out', 'stranger'] as const;

async function request(index: number): Promise<{ own: CustomerId; seen: string[] }> {
  const tenant = tenants[(index * 7919) % tenants.length];
  if (tenant === undefined) throw new Error('no such tenant');
  const misbehaviour = misbehaviours[index % misbehaviours.length];
  const seen: string[] = [];
  if (misbehaviour === 'stranger') {
    await asStranger(async ({ db }) => {
      const rows = await db.execute<{ person: string }>(sql`select current_setting('app.person_id', true) as person`);
      seen.push(...rows.map(({ person }) => person).filter((person) => person !== '' && person !== null));
    });
    return { own: tenant.customer, seen };
  }
  await asPerson(tenant.person, async ({ db }) => {
    const rows = await db.select({ customer: device.customerId }).from(device);
    seen.push(...rows.map(({ customer }) => customer));
    if (misbehaviour === 'throws') throw new Error('on purpose');
    if (misbehaviour === 'fails') await db.execute(sql`select 1 / 0`);
    if (misbehaviour === 'times out') {
      await db.execute(sql`set local statement_timeout = 1`);
      await db.execute(sql`select pg_sleep(1)`);
    }
  }).catch((error: unknown) => {
    if (misbehaviour === 'none') throw error;
  });
  return { own: tenant.customer, seen };
}

test('50 tenants on 4 connections, 10,000 interleaved requests with errors and time-outs: no foreign row', async () => {
  const results = [];
  for (let start = 0; start < 10_000; start += 500)
    results.push(...(await Promise.all(Array.from({ length: 500 }, (_, offset) => request(start + offset)))));
  expect(results.flatMap(({ own, seen }) => seen.filter((customer) => customer !== own))).toEqual([]);
  // Every request that asked saw its two devices, or the test would be blind.
  expect(results.filter(({ seen }) => seen.length === 2).length).toBeGreaterThan(8_000);
});

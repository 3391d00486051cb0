import { eq, sql } from 'drizzle-orm';
import { beforeAll, describe, expect, inject, test } from 'vitest';
import { connect } from '@/server/db/connection';
import { prepareDatabase } from '@/server/db/migrate';
import { asCustomer, asEverything, asJob, asPerson, asStranger, type Transaction } from '@/server/db/open';
import { device } from '@/server/db/schema/devices';
import { type TestDatabase, testDatabase } from '../../support/database';
import { makeWorld, type World } from '../../support/world';

let database: TestDatabase;
let world: World;

beforeAll(async () => {
  // One connection: whoever is late meets the next customer's transaction on it.
  database = await testDatabase(1);
  world = await makeWorld(database);
});

const names = ({ db }: Transaction) => db.select({ id: device.id, customerId: device.customerId }).from(device);

describe('a person', () => {
  test('sees the devices of the assigned customers and no other', async () => {
    for (const role of ['admin', 'operator', 'viewer'] as const) {
      const seen = await asPerson(world.people[role], names);
      expect(seen.map(({ id }) => id).sort()).toEqual([...world.devices['acme-corp']].sort());
    }
  });

  test('a Super Admin sees every customer', async () => {
    expect(await asEverything(world.people.superAdmin, names)).toHaveLength(6);
  });

  test('nobody else can open everything', async () => {
    await expect(asEverything(world.people.admin, names)).rejects.toMatchObject({ code: 'forbidden' });
    // Not by a forged claim either: the tables say another role.
    await expect(asEverything({ ...world.people.admin, role: 'superAdmin' }, names)).rejects.toMatchObject({
      code: 'unauthenticated',
    });
  });

  test.each([
    ['another role than the tables hold', { role: 'admin' }],
    ['an outdated epoch', { epoch: 99 }],
    ['a family of somebody else', { familyId: '00000000-0000-4000-8000-000000000000' }],
  ])('is refused with %s', async (_case, change) => {
    // safe: the change is one of the principal's own fields.
    const forged = { ...world.people.operator, ...change } as typeof world.people.operator;
    await expect(asPerson(forged, names)).rejects.toMatchObject({ code: 'unauthenticated' });
  });

  test('only an Admin changes a device, whatever the door let through', async () => {
    const [id] = world.devices['acme-corp'];
    const rename = ({ db }: Transaction) =>
      db
        .update(device)
        .set({ name: 'taken over' })
        .where(eq(device.id, id ?? ''))
        .returning({ id: device.id });
    for (const role of ['operator', 'viewer'] as const) expect(await asPerson(world.people[role], rename)).toEqual([]);
    expect(await asPerson(world.people.admin, rename)).toHaveLength(1);
  });

  test('an Admin moves no device to another customer and changes no foreign one', async () => {
    const [own] = world.devices['acme-corp'];
    const [foreign] = world.devices['other-isp'];
    const move = ({ db }: Transaction) =>
      db
        .update(device)
        .set({ customerId: world.customers['other-isp'] })
        .where(eq(device.id, own ?? ''));
    await expect(asPerson(world.people.admin, move)).rejects.toThrow();
    const rename = ({ db }: Transaction) =>
      db
        .update(device)
        .set({ name: 'stolen' })
        .where(eq(device.id, foreign ?? ''))
        .returning({ id: device.id });
    expect(await asPerson(world.people.admin, rename)).toEqual([]);
  });
});

describe('the database itself', () => {
  test('lets nobody into the role that sees every customer but a Super Admin', async () => {
    const { personId, familyId, role, epoch } = world.people.admin;
    const app = connect(database.appUrl, 1);
    const refused = await app.begin(async (sql) => {
      await sql`set local role routeward_everything`;
      const [row] = await sql`select app.enter_person(${personId}, ${familyId}, ${role}, ${epoch}) as refused`;
      return row?.refused;
    });
    await app.end();
    expect(refused).toBe('not a Super Admin');
  });

  test('keeps the login of one Routeward out of another database of the same server', async () => {
    const other = `other_${Date.now()}`;
    const superuser = connect(inject('superuserUrl'), 1, {});
    await superuser.unsafe(`create database ${other} owner routeward_owner`);
    try {
      const ownerUrl = new URL(database.ownerUrl);
      ownerUrl.pathname = `/${other}`;
      await prepareDatabase(ownerUrl.toString(), 'a'.repeat(32));
      const intruder = new URL(database.appUrl);
      intruder.pathname = `/${other}`;
      const knocking = connect(intruder.toString(), 1);
      await expect(knocking`select 1`).rejects.toMatchObject({ code: '42501' });
      await knocking.end();
    } finally {
      await superuser.unsafe(`drop database ${other} with (force)`);
      await superuser.end();
    }
  });
});

describe('a transaction that is over', () => {
  const isOver = { cause: { message: 'a statement came after its transaction was over' } };

  test('refuses a late statement while another customer holds the connection', async () => {
    let escaped: Transaction | undefined;
    await asPerson(world.people.operator, async (transaction) => {
      escaped = transaction;
    });
    await asEverything(world.people.superAdmin, async (transaction) => {
      await names(transaction);
      if (escaped === undefined) throw new Error('nothing escaped');
      const late = escaped;
      await expect((async () => names(late))()).rejects.toMatchObject(isOver);
    });
  });

  test('refuses a query that was built inside and awaited outside', async () => {
    let built: ReturnType<typeof names> | undefined;
    await asPerson(world.people.operator, async (transaction) => {
      built = names(transaction);
    });
    await expect((async () => built)()).rejects.toMatchObject(isOver);
  });

  test('leaves no role and no scope on the connection', async () => {
    await asPerson(world.people.operator, names);
    const [left] = await asStranger(({ db }) =>
      db.execute<{ person: string; role: string }>(
        sql`select current_setting('app.person_id', true) as person, current_user as role`,
      ),
    );
    expect(left).toEqual({ person: '', role: 'routeward_stranger' });
  });
});

describe('the other openers', () => {
  test('a stranger reads no table', async () => {
    await expect(asStranger(names)).rejects.toMatchObject({ cause: { code: '42501' } });
  });

  test('a job reads no device', async () => {
    await expect(asJob('sweep', names)).rejects.toMatchObject({ cause: { code: '42501' } });
  });

  test('work for a customer sees that one alone', async () => {
    const seen = await asCustomer(world.customers['other-isp'], 'run 1', names);
    expect(new Set(seen.map(({ customerId }) => customerId))).toEqual(new Set([world.customers['other-isp']]));
  });

  test('a transaction made read-only cannot write', async () => {
    const write = asPerson(world.people.admin, async (transaction) => {
      await transaction.readOnly();
      await transaction.db.update(device).set({ name: 'written' });
    });
    await expect(write).rejects.toMatchObject({ cause: { code: '25006' } });
  });
});

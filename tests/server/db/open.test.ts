import { eq, sql } from 'drizzle-orm';
import { beforeAll, describe, expect, test } from 'vitest';
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

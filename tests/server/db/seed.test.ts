import { beforeAll, expect, test } from 'vitest';
import { createFirstAdmin } from '@/server/db/console';
import { seedDemo } from '@/server/db/seed';
import { type TestDatabase, testDatabase } from '../../support/database';

let database: TestDatabase;

beforeAll(async () => {
  database = await testDatabase();
  await database.owner`update app.mark set kind = 'real'`;
});

const hash = async (password: string) => `not a hash of ${password.length}`;
const counts = () => database.owner`
  select c.slug, count(*)::int as devices from app.device d join app.customer c on c.id = d.customer_id group by 1 order by 1`;

test('the demo has one person per role, acme-corp with 47 devices and other-isp with others', async () => {
  const people = await seedDemo(database.ownerUrl, hash);
  expect(people.map(({ role }) => role)).toEqual(['superAdmin', 'admin', 'operator', 'viewer']);
  expect(await counts()).toEqual([
    { slug: 'acme-corp', devices: 47 },
    { slug: 'other-isp', devices: 12 },
  ]);
  const [entry] = await database.owner`select body::jsonb ->> 'event' as event from audit.entry`;
  expect(entry?.event).toBe('system.seeded');
});

test('a second start leaves the demo as it is', async () => {
  await database.owner`update app.device set name = 'renamed by a visitor' where name = 'core-gw-01'`;
  await seedDemo(database.ownerUrl, hash);
  expect(await counts()).toMatchObject([{ devices: 47 }, { devices: 12 }]);
  expect(await database.owner`select from app.device where name = 'renamed by a visitor'`).toHaveLength(1);
});

test('a database with real people is never filled with the demo’s', async () => {
  await database.owner`update app.mark set kind = 'real'`;
  await expect(seedDemo(database.ownerUrl, hash)).rejects.toMatchObject({ name: 'StartError' });
  await expect(
    createFirstAdmin(database.ownerUrl, { email: 'a@example.net', name: 'A', passwordHash: 'x' }),
  ).rejects.toMatchObject({ name: 'StartError' });
});

test('of two first admins at once one is made, with its entry', async () => {
  await database.owner`truncate app.person cascade`;
  const made = await Promise.allSettled(
    ['One@example.net', 'two@example.net'].map((email) =>
      createFirstAdmin(database.ownerUrl, { email, name: 'First', passwordHash: 'x' }),
    ),
  );
  expect(made.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
  expect(await database.owner`select email, role from app.person`).toMatchObject([{ role: 'superAdmin' }]);
  const entries = await database.owner`select body::jsonb as body from audit.entry where event = 'person.created'`;
  expect(entries).toMatchObject([{ body: { actor: { kind: 'console' }, outcome: 'ok' } }]);
});

import { beforeAll, expect, test } from 'vitest';
import { asPerson } from '@/server/db/open';
import { listSignIns } from '@/server/db/sign-ins';
import { type TestDatabase, testDatabase } from '../../support/database';
import { makeFamily, makePerson } from '../../support/world';

let database: TestDatabase;

beforeAll(async () => {
  database = await testDatabase();
});

test('the list of signed-in sessions holds the own ones that are alive: not ended, not idle too long, nobody else’s', async () => {
  const me = await makePerson(database.owner, 'admin', []);
  await makePerson(database.owner, 'admin', []);
  const ended = await makeFamily(database.owner, me.personId);
  await database.owner`update app.token_family set revoked_at = now(), revoked_because = 'test' where id = ${ended}`;
  const list = async () => (await asPerson(me, ({ db }) => listSignIns(db, me))).map(({ id }) => id);
  expect(await list()).toEqual([me.familyId]);
  await database.shiftClock('11 hours 59 minutes');
  expect(await list()).toEqual([me.familyId]);
  await database.shiftClock('12 hours 1 minute');
  expect(await list()).toEqual([]);
});

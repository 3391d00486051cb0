import { beforeAll, expect, test } from 'vitest';
import { appRouter, createCaller } from '@/server/api/root';
import { type TestDatabase, testDatabase } from '../../support/database';
import { doorsOf, inputFor } from '../../support/matrix';
import { contextFor, makePerson, makeWorld, type World } from '../../support/world';

let database: TestDatabase;
let world: World;

beforeAll(async () => {
  database = await testDatabase();
  world = await makeWorld(database);
});

const smuggled = {
  role: 'superAdmin',
  customerIds: [],
  id: 'x',
  createdAt: '2001-01-01',
  approvedBy: 'me',
  customer_id: 'x',
  __proto__x: 1,
};

test('no door takes a field it does not name', async () => {
  const accepted: string[] = [];
  const [before] = await database.owner`select md5(string_agg(d::text, '' order by id)) as sum from app.device d`;
  for (const { path, meta } of doorsOf(appRouter)) {
    if (meta.scope === null) continue;
    for (const [field, value] of Object.entries(smuggled)) {
      const person = await makePerson(database.owner, 'superAdmin', []);
      const input = {
        ...inputFor({
          world,
          path,
          scope: meta.scope,
          relation: 'own',
          family: { own: person.familyId, foreign: person.familyId },
        }),
        [field]: value,
      };
      const [router = '', procedure] = path.split('.');
      // safe: the path comes from the router itself.
      const nodes = createCaller(contextFor(person)) as unknown as Record<
        string,
        Record<string, (input: unknown) => Promise<unknown>>
      >;
      const door = procedure === undefined ? nodes[router] : nodes[router]?.[procedure];
      if (typeof door !== 'function') throw new Error(`no door ${path}`);
      await door(input).then(
        () => accepted.push(`${path} takes ${field}`),
        (error: { code?: string }) =>
          error.code === 'BAD_REQUEST' || accepted.push(`${path} answers ${error.code} to ${field}`),
      );
    }
  }
  expect(accepted).toEqual([]);
  const [after] = await database.owner`select md5(string_agg(d::text, '' order by id)) as sum from app.device d`;
  expect(after).toEqual(before);
});

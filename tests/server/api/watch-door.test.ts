import { beforeAll, expect, test } from 'vitest';
import { z } from 'zod';
import { createCallerFactory, procedure, router } from '@/server/api/procedure';
import { customer } from '@/server/api/scopes';
import { listDevices } from '@/server/db/devices';
import { type TestDatabase, testDatabase } from '../../support/database';
import { contextFor, entriesOf, makePerson, makeWorld, type World } from '../../support/world';

let database: TestDatabase;
let world: World;

beforeAll(async () => {
  // One connection: a live view that held its transaction would starve everybody.
  database = await testDatabase(1);
  world = await makeWorld(database);
});

const doors = router({
  watch: procedure({
    permission: 'device.read',
    scope: customer,
    audit: 'device.listed',
    output: z.int(),
  }).subscription(async function* ({ ctx }) {
    for (let shown = 0; ; shown += 1)
      yield {
        id: String(shown),
        data: await ctx.tick(
          async (db, landed) => (await listDevices(db, ctx.me, landed.customer.id, { limit: 10 })).total,
        ),
      };
  }),
});
const watchAs = (...context: Parameters<typeof contextFor>) => {
  const made = contextFor(...context);
  return {
    requestId: made.origin.requestId,
    open: () => createCallerFactory(doors)(made).watch({ customer: 'acme-corp' }),
  };
};

/** What the view shows next; tRPC tracks it as `[id, data]`. */
async function seen(view: AsyncIterator<readonly [string, unknown, ...unknown[]]>): Promise<unknown> {
  const { value } = await view.next();
  return value[1];
}

test('a live view leaves one entry when it opens and holds no transaction between its ticks', async () => {
  const { open, requestId } = watchAs(world.people.viewer);
  const view = (await open())[Symbol.asyncIterator]();
  for (let tick = 0; tick < 5; tick += 1) expect(await seen(view)).toBe(3);
  expect(await entriesOf(database.owner, requestId)).toMatchObject([{ event: 'device.listed', outcome: 'ok' }]);
});

test('an unassigned person sees nothing from the next tick on', async () => {
  const viewer = await makePerson(database.owner, 'viewer', [world.customers['acme-corp']]);
  const view = (await watchAs(viewer).open())[Symbol.asyncIterator]();
  expect(await seen(view)).toBe(3);
  await database.owner`delete from app.membership where person_id = ${viewer.personId}`;
  await expect(view.next()).rejects.toMatchObject({ message: 'customer "acme-corp" not in scope' });
});

test('an ended session sees nothing from the next tick on', async () => {
  const viewer = await makePerson(database.owner, 'viewer', [world.customers['acme-corp']]);
  const view = (await watchAs(viewer).open())[Symbol.asyncIterator]();
  expect(await seen(view)).toBe(3);
  await database.owner`update app.token_family set revoked_at = now(), revoked_because = 'test' where id = ${viewer.familyId}`;
  await expect(view.next()).rejects.toMatchObject({ message: expect.stringContaining('sign in again') });
});

test('a stranger opens no live view', async () => {
  await expect(watchAs(null).open()).rejects.toMatchObject({ code: 'UNAUTHORIZED' });
});

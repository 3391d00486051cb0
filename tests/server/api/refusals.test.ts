import { beforeAll, expect, test } from 'vitest';
import { answerRest } from '@/server/api/http/rest';
import { createCaller } from '@/server/api/root';
import { writeTallies } from '@/server/audit/refusals';
import { type TestDatabase, testDatabase } from '../../support/database';
import { contextFor, entriesOf, makePerson, makeWorld, type World } from '../../support/world';

let database: TestDatabase;
let world: World;

beforeAll(async () => {
  database = await testDatabase();
  world = await makeWorld(database);
});

interface Counted {
  readonly detail: { readonly total: number; readonly person?: string; readonly event: string; readonly code: string };
}

async function tallied(): Promise<Counted[]> {
  const request = `tally-${Math.random()}`;
  await writeTallies(request);
  // safe: the entries of this request are tallies.
  return (await entriesOf(database.owner, request)) as unknown as Counted[];
}

const refusals = async () =>
  Number((await database.owner`select count(*)::int as count from audit.entry where outcome = 'refused'`)[0]?.count);

test('a person’s refusals have an entry each up to 20 alike a minute; beyond that the total is exact', async () => {
  const operator = await makePerson(database.owner, 'operator', []);
  const before = await refusals();
  const calls = 300;
  const outcomes = await Promise.allSettled(
    Array.from({ length: calls }, () => createCaller(contextFor(operator)).devices.list({ customer: 'other-isp' })),
  );
  expect(outcomes.filter(({ status }) => status === 'rejected')).toHaveLength(calls);
  const written = (await refusals()) - before;
  expect(written).toBeLessThanOrEqual(20);
  const mine = (await tallied()).filter(({ detail }) => detail.person === operator.personId);
  expect(mine).toHaveLength(1);
  expect((mine[0]?.detail.total ?? 0) + written).toBe(calls);
});

test('strangers’ refusals are counted per address and written as one entry with the exact total', async () => {
  const before = await refusals();
  for (const address of ['198.51.100.1', '198.51.100.2'])
    for (let call = 0; call < 40; call += 1)
      await expect(createCaller(contextFor(null, address)).customers.list()).rejects.toMatchObject({
        code: 'UNAUTHORIZED',
      });
  expect(await refusals()).toBe(before);
  expect((await tallied()).map(({ detail }) => [detail.event, detail.code, detail.total])).toEqual([
    ['customer.listed', 'unauthenticated', 40],
    ['customer.listed', 'unauthenticated', 40],
  ]);
});

test('a total that cannot be written is kept and written with what came meanwhile', async () => {
  const call = () => createCaller(contextFor(null, '198.51.100.9')).customers.list();
  await expect(call()).rejects.toThrow();
  await database.owner`revoke execute on function audit.append(text, text, jsonb, uuid, jsonb, jsonb, text) from routeward_job`;
  await writeTallies('in vain');
  await expect(call()).rejects.toThrow();
  await database.owner`grant execute on function audit.append(text, text, jsonb, uuid, jsonb, jsonb, text) to routeward_job`;
  expect((await tallied()).map(({ detail }) => detail.total)).toEqual([2]);
});

test('totals written twice at once are written once', async () => {
  for (const address of ['198.51.100.21', '198.51.100.22', '198.51.100.23'])
    await expect(createCaller(contextFor(null, address)).customers.list()).rejects.toThrow();
  await Promise.all([writeTallies('both'), writeTallies('both')]);
  expect(await entriesOf(database.owner, 'both')).toHaveLength(3);
});

test('a request of another site is counted, though it reaches no door', async () => {
  const headers = { cookie: 'x=y', origin: 'https://evil.example', 'x-forwarded-for': '198.51.100.31' };
  const request = new Request('https://routeward.example.net/api/v1/devices/tags', { method: 'POST', headers });
  expect((await answerRest(request)).status).toBe(403);
  expect((await tallied()).map(({ detail }) => [detail.event, detail.code, detail.total])).toEqual([
    ['request.refused', 'forbidden', 1],
  ]);
});

test('a refusal belongs to no customer, so an Admin of that customer does not learn who else asked', async () => {
  const context = contextFor(world.people.viewer);
  await expect(createCaller(context).devices.list({ customer: 'other-isp' })).rejects.toThrow();
  expect(await entriesOf(database.owner, context.origin.requestId)).toMatchObject([{ customer: null, target: null }]);
});

test('a person whose session has ended is counted as a stranger, with the name of the person', async () => {
  const gone = await makePerson(database.owner, 'viewer', [world.customers['acme-corp']]);
  await database.owner`update app.token_family set revoked_at = now(), revoked_because = 'test' where id = ${gone.familyId}`;
  await expect(createCaller(contextFor(gone)).customers.list()).rejects.toMatchObject({ code: 'UNAUTHORIZED' });
  expect((await tallied()).map(({ detail }) => [detail.person, detail.total])).toEqual([[gone.personId, 1]]);
});

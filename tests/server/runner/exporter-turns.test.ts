import { beforeAll, expect, test } from 'vitest';
import type { Principal } from '@/core/access';
import { processEnv } from '@/env';
import { createCaller } from '@/server/api/root';
import { claimExport, endExport } from '@/server/audit/exports';
import { asJob } from '@/server/db/open';
import { createMasterKey, loadMasterKey } from '@/server/vault/master-key';
import { type TestDatabase, testDatabase } from '../../support/database';
import { contextFor, makePerson, makeWorld, type World } from '../../support/world';

let database: TestDatabase;
let world: World;

beforeAll(async () => {
  database = await testDatabase();
  const { keysDirectory } = processEnv();
  await loadMasterKey(keysDirectory).catch(() => createMasterKey(keysDirectory));
  world = await makeWorld(database);
});

const api = (me: Principal) => createCaller(contextFor(me)).audit;
const anAdmin = () => makePerson(database.owner, 'admin', [world.customers['acme-corp']]);
/** Takes the next one as a runner would, and ends it; whose it was. */
const served = () =>
  asJob('export', async ({ db }) => {
    const claimed = await claimExport(db, 'a runner');
    if (claimed === null) throw new Error('nothing waits');
    await endExport(db, claimed, 'a runner', { state: 'failed', sha256: null, fault: 'A test.' });
    return claimed;
  });
const asked = async (me: Principal) => (await api(me).askExport({ as: 'json' })).id;

const clear = () => database.owner`delete from app.audit_export`;
const idsOf = async (me: Principal) => (await api(me).exports()).items.map(({ id }) => id);

test('who asks many times at once has three under way all the same', async () => {
  const me = await anAdmin();
  const answers = await Promise.allSettled(Array.from({ length: 8 }, () => asked(me)));
  expect(answers.filter(({ status }) => status === 'fulfilled')).toHaveLength(3);
  for (const answer of answers)
    if (answer.status === 'rejected') expect(String(answer.reason)).toContain('You have 3 exports under way');
  expect((await api(me).exports()).items).toHaveLength(3);
  await clear();
});

test('five are kept for one person: a new one takes the place of the oldest that has ended, with its parts, and of nobody else’s', async () => {
  const [me, other] = [await anAdmin(), await anAdmin()];
  const others = [await asked(other)];
  await served();
  const mine: string[] = [];
  for (let time = 0; time < 5; time += 1) {
    mine.push(await asked(me));
    await served();
  }
  const [oldest = ''] = mine;
  await database.owner`insert into app.audit_export_part (export_id, number, person_id, sealed)
    values (${oldest}, 0, ${me.personId}, '\\x00')`;
  expect(await idsOf(me)).toEqual(mine.toReversed());
  mine.push(await asked(me));
  expect(await idsOf(me)).toEqual(mine.slice(1).toReversed());
  expect(await database.owner`select from app.audit_export_part where export_id = ${oldest}`).toHaveLength(0);
  expect(await idsOf(other)).toEqual(others);
  // What is under way counts, and is not replaced.
  mine.push(await asked(me), await asked(me));
  expect(await idsOf(me)).toEqual(mine.slice(3).toReversed());
  await expect(asked(me)).rejects.toThrow('You have 3 exports under way');
  expect(await idsOf(me)).toEqual(mine.slice(3).toReversed());
  await clear();
});

test('people take turns: whoever was served longest ago is next, however many another has asked for before', async () => {
  const [first, second, third] = [await anAdmin(), await anAdmin(), await anAdmin()];
  for (const me of [first, first, first, second, second, third]) await asked(me);
  const order: string[] = [];
  for (let time = 0; time < 6; time += 1) order.push((await served()).me.personId);
  expect(order).toEqual([first, second, third, first, second, first].map(({ personId }) => personId));
  await clear();
});

test('whose export is being written by one runner waits with the next behind everybody else', async () => {
  const [first, second] = [await anAdmin(), await anAdmin()];
  for (const me of [first, first, second]) await asked(me);
  const claim = () => asJob('export', ({ db }) => claimExport(db, 'a runner'));
  expect((await claim())?.me.personId).toBe(first.personId);
  expect((await claim())?.me.personId).toBe(second.personId);
  expect((await claim())?.me.personId).toBe(first.personId);
  await clear();
});

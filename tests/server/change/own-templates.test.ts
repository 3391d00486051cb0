import { randomUUID } from 'node:crypto';
import { sql } from 'drizzle-orm';
import { beforeEach, expect, onTestFinished, test } from 'vitest';
import { until } from '@/cli/until';
import type { Principal } from '@/core/access';
import { ChangeId, DeviceId } from '@/core/ids';
import { asPerson } from '@/server/db/open';
import { sealFor } from '@/server/vault/data-keys';
import { type TestDatabase, testDatabase } from '../../support/database';
import { Fleet, startRunner } from '../../support/routers';
import { apiOf } from '../../support/runs';
import { makeVersion, ownId } from '../../support/templates';
import { makePerson, makeWorld, type World } from '../../support/world';
import { authorise, enrolled, reaches } from './changing';
import { standingOf, subscriber } from './scene';

/* A change by a template of somebody's own, with the runner and the database between; and a trial of one. */

const database: TestDatabase = await testDatabase();
const { owner } = database;
let world: World;
let fleet: Fleet;
let digest: string;

beforeEach(async () => {
  await owner`truncate app.customer, app.person cascade`;
  await database.shiftClock('0');
  world = await makeWorld(database);
  await owner`update app.customer set is_probed = false`;
  fleet = new Fleet(database);
  const { superAdmin: author } = world.people;
  digest = await makeVersion(owner, { author, reviewer: await another(), state: 'published' });
});

const another = (): Promise<Principal> => makePerson(owner, 'superAdmin', []);
const device = () => DeviceId.parse(world.devices['acme-corp'][0]);

async function ask(reverts: ChangeId | null = null): Promise<ChangeId> {
  const [me, customer] = [world.people.operator, world.customers['acme-corp']];
  const id = ChangeId.parse(randomUUID());
  await asPerson(me, async ({ db }) => {
    const place = { table: 'change', column: 'params_sealed', row: id, customerId: customer };
    const params = reverts === null ? await sealFor(db, place, JSON.stringify({ name: subscriber })) : null;
    await db.execute(sql`
      insert into app.change (id, customer_id, device_id, template_id, template_version, template_digest, params_sealed, reverts_id, asked_by)
      values (${id}, ${customer}, ${device()}, ${ownId}, 1, ${digest}, ${params}, ${reverts}, ${me.personId})`);
  });
  return id;
}

const retire = async (): Promise<unknown> => {
  const { superAdmin } = world.people;
  const [row] = await owner`select revision from app.template_version`;
  return apiOf(superAdmin).templateVersions.retire({ template: ownId, version: 1, revision: Number(row?.revision) });
};

test('is made by exactly its version, and taken back by it after it was retired and the runner began anew', async () => {
  const router = await enrolled(fleet, device());
  const first = startRunner(fleet.dial);
  const change = await ask();
  await reaches(database, change, 'previewed');
  await authorise(world.people.operator, change);
  await reaches(database, change, 'verified');
  expect(standingOf(router)).toBe('suspended');
  await retire();
  await first.runner.end();
  startRunner(fleet.dial);
  const back = await ask(change);
  await reaches(database, back, 'previewed');
  await authorise(world.people.operator, back);
  await reaches(database, back, 'verified');
  expect(standingOf(router, 120_000)).toBe('online');
});

test('that was authorised before its version was retired is refused, and nothing is sent', async () => {
  const router = await enrolled(fleet, device());
  const first = startRunner(fleet.dial);
  const change = await ask();
  await reaches(database, change, 'previewed');
  await first.runner.end();
  await authorise(world.people.operator, change);
  await retire();
  startRunner(fleet.dial);
  expect(await reaches(database, change, 'failed')).toMatchObject({ fault: 'differs', stages: ['begun'] });
  expect(standingOf(router)).toBe('online');
});

test('whose document was altered behind our backs is refused', async () => {
  await enrolled(fleet, device());
  const first = startRunner(fleet.dial);
  const change = await ask();
  await reaches(database, change, 'previewed');
  await first.runner.end();
  await authorise(world.people.operator, change);
  await owner`alter table app.template_version disable trigger template_version_moves_on`;
  onTestFinished(() =>
    owner`alter table app.template_version enable trigger template_version_moves_on`.then(() => undefined),
  );
  await owner`update app.template_version set digest = ${'ab'.repeat(32)}`;
  startRunner(fleet.dial);
  expect(await reaches(database, change, 'failed')).toMatchObject({ fault: 'differs', stages: ['begun'] });
});

test('a trial is done by the runner, once, for whoever asked, with no secret in it', async () => {
  startRunner(fleet.dial);
  const { superAdmin } = world.people;
  const versions = apiOf(superAdmin).templateVersions;
  const draft = await versions.create({ template: 'own.away', from: 'wan.pppoe' });
  const named = { template: draft.template, version: draft.version, routerOs: '7.24' } as const;
  const values = { interface: 'ether3', name: 'wan-1', user: 'isp@example.net' };
  await expect(versions.try({ ...named, values: { ...values, password: 'mine' } })).rejects.toThrow(
    /made up in a trial/,
  );
  await expect(versions.try({ ...named, values: {} })).rejects.toThrow(/^name: |^interface: /);
  const { trial } = await versions.try({ ...named, values });
  expect(await until(async () => (await versions.trial({ trial })).state === 'ended', 60_000)).toBe(true);
  expect((await versions.trial({ trial })).outcome).toMatchObject({
    made: 'verified',
    again: 'unneeded',
    undone: 'verified',
  });
  const [row] = await owner`select t::text as text from app.template_trial t`;
  expect(String(row?.text)).not.toContain('made-up-for-a-trial');
  await expect(apiOf(await another()).templateVersions.trial({ trial })).rejects.toThrow('no such trial');
});

test('no more than three trials of a person wait at a time', async () => {
  const versions = apiOf(world.people.superAdmin).templateVersions;
  await versions.create({ template: 'own.clock', from: 'system.ntp' });
  const trying = () =>
    versions.try({ template: 'own.clock', version: 1, routerOs: '7.24', values: { servers: ['192.0.2.1'] } });
  for (let count = 0; count < 3; count += 1) await trying();
  await expect(trying()).rejects.toThrow('Three of your trials are under way: wait until one has ended.');
});

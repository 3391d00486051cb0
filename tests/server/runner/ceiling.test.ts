import { beforeEach, expect, test } from 'vitest';
import type { DeviceId } from '@/core/ids';
import { type TestDatabase, testDatabase } from '../../support/database';
import { Fleet, startRunner } from '../../support/routers';
import { runToEnd } from '../../support/runs';
import { makeWorld, type World } from '../../support/world';

const database: TestDatabase = await testDatabase();
let world: World;
let fleet: Fleet;

beforeEach(async () => {
  await database.owner`truncate app.customer, app.person cascade`;
  world = await makeWorld(database);
  fleet = new Fleet(database);
});

const table = '/ip/firewall/connection';

/** A concentrator; `more` others besides its subscribers have connections through it, some ten each. */
async function concentrator(more: number) {
  const device: DeviceId = world.devices['acme-corp'][0] ?? fail();
  const router = await fleet.enrol(device, { model: 'CCR2004', character: { role: 'pppoe' } });
  const sources = router.state.table(table);
  for (let index = 0; index < more; index++) sources.add({ address: `100.80.${index >> 8}.${index & 0xff}` });
  startRunner(fleet.dial);
  const ask = (params: Record<string, unknown>) => runToEnd(world.people.operator, device, 'fw.connections', params);
  const printed = () => router.received.filter(([path]) => path === `${table}/print`).map((words) => words[1]);
  return { ask, printed };
}

const fail = (): never => {
  throw new Error('no such device');
};

test('a table above the ceiling is counted and not gone through, unless the parameter is given that lifts it', async () => {
  const { ask, printed } = await concentrator(4000);
  const { run } = await ask({ src: '100.80.0.9' });
  expect([run.state, run.fault?.code]).toEqual(['failed', 'tooMany']);
  expect(run.fault?.message).toMatch(
    /^The router has [\d,]+ rows in this table; more than 20,000 are gone through only with a protocol given\.$/,
  );
  expect(printed()).toEqual(['=count-only=']);

  const narrowed = await ask({ src: '100.80.0.9', protocol: 'tcp' });
  expect([narrowed.run.state, narrowed.run.fault]).toEqual(['done', null]);
  expect(printed()).toEqual(['=count-only=', '=count-only=', '?protocol=tcp']);
});

test('a table below it is gone through, and only what was asked for is kept', async () => {
  const { ask } = await concentrator(1);
  const { run, rows } = await ask({ src: '100.80.0.0' });
  expect([run.state, run.fault]).toEqual(['done', null]);
  const sources = rows.filter(({ sentence }) => sentence === 1).map(({ fields }) => fields['src-address']);
  expect(new Set(sources)).toEqual(new Set(['100.80.0.0']));
});

import { beforeEach, expect, test } from 'vitest';
import { DeviceId, RunId, type SessionId } from '@/core/ids';
import type { SessionEvent } from '@/server/api/session-watch';
import { endWith, isEndOf, numberedRows, openCase, rowsSeen, stepsSeen, watchCase } from '../../support/cases';
import { type TestDatabase, testDatabase } from '../../support/database';
import { Fleet, startRunner } from '../../support/routers';
import { apiOf } from '../../support/runs';
import { makeWorld, type World } from '../../support/world';

const database: TestDatabase = await testDatabase();
let world: World;

beforeEach(async () => {
  await database.owner`truncate app.customer, app.person cascade`;
  world = await makeWorld(database);
});

const operator = () => apiOf(world.people.operator).sessions;

/**
 * A view that is cut, again and again, and goes on from there until `enough` says so: after everything that is new, and
 * in turn after the first, second, third event of whatever kind. What a view says again is how things stand.
 */
async function watchInPieces(
  wanted: { session: SessionId; since: string },
  enough: (seen: readonly SessionEvent[]) => boolean,
): Promise<SessionEvent[]> {
  const seen: SessionEvent[] = [];
  let lastEventId: string | undefined;
  for (let cut = 0; !enough(seen); cut += 1) {
    const goesOn = lastEventId === undefined ? {} : { lastEventId };
    const piece = await watchCase(world.people.viewer, { ...wanted, ...goesOn }, (event, before) => {
      const isNews = event.kind === 'step' || event.kind === 'rows' || (isEndIn(event) && !wasSeen(event, seen));
      return isNews || before.length === cut % 12;
    });
    lastEventId = piece.lastEventId;
    seen.push(...piece.events);
  }
  return seen;
}

const wasSeen = (event: SessionEvent, seen: readonly SessionEvent[]): boolean =>
  event.kind === 'run' && seen.some((one) => isEndOf(one, event.run.id));

const isEndIn = (event: SessionEvent): boolean => event.kind === 'run' && isEndOf(event, event.run.id);

test('a view that is cut after every step, every rows and everything else loses no step and no row and shows none twice', async () => {
  const fleet = new Fleet(database);
  const device = DeviceId.parse(world.devices['acme-corp'][0]);
  await fleet.enrol(device);
  startRunner(fleet.dial);
  const { id: session } = await openCase(world.people.operator, world);
  const { now: since } = await operator().get({ session });
  const runs: RunId[] = [];
  const doing = (async () => {
    for (let round = 0; round < 3; round += 1) {
      await operator().note({ session, text: `Round ${round}.` });
      const ping = { device, action: 'tool.ping' as const, params: { address: '10.99.0.1', count: 6, interval: 200 } };
      const made = await operator().run({ session, runs: [ping, { device, action: 'if.list' }] });
      runs.push(...made.runs.map(({ id }) => RunId.parse(id)));
    }
  })();
  const seen = await watchInPieces(
    { session, since },
    (events) => runs.length === 6 && runs.every((run) => events.some((event) => isEndOf(event, run))),
  );
  await doing;
  expect(stepsSeen(seen)).toEqual(Array.from({ length: 11 }, (_, index) => index + 1));
  const told = await operator().get({ session });
  for (const run of told.runs) {
    expect(run.state).toBe('done');
    expect([run.action, rowsSeen(seen, run.id).length]).toEqual([run.action, run.rows]);
  }
});

test('it goes on also in a session of 150 runs', async () => {
  const made = await database.owner`
    insert into app.device (customer_id, name, address)
    select ${world.customers['acme-corp']}, 'more-' || i, '10.9.9.' || i from generate_series(1, 2) i returning id`;
  const devices = made.map(({ id }) => DeviceId.parse(id));
  const { id: session } = await operator().open({ symptom: 'Over and over.', devices });
  const { now: since } = await operator().get({ session });
  const runs: RunId[] = [];
  while (runs.length < 150) {
    const picks = devices.flatMap((device) => Array(12).fill({ device, action: 'sys.overview' }));
    const some = (await operator().run({ session, runs: picks.slice(0, 150 - runs.length) })).runs;
    for (const { id } of some) await endWith(database, id, { rows: numberedRows(2) });
    runs.push(...some.map(({ id }) => RunId.parse(id)));
  }
  const ended = new Set<string>();
  const isWhole = (event: SessionEvent) => {
    if (isEndIn(event) && event.kind === 'run') ended.add(event.run.id);
    return ended.size === runs.length;
  };
  const half = await watchCase(world.people.viewer, { session, since }, (event) => isWhole(event) || ended.size === 75);
  const rest = await watchCase(world.people.viewer, { session, since, lastEventId: half.lastEventId }, isWhole);
  for (const run of runs) expect(rowsSeen([...half.events, ...rest.events], run)).toHaveLength(2);
  // And once more from its very end, where nothing is left to be shown but what comes.
  const watching = watchCase(
    world.people.viewer,
    { session, since, lastEventId: rest.lastEventId },
    (event) => event.kind === 'step',
  );
  await operator().note({ session, text: 'The last.' });
  const last = await watching;
  expect(last.events.filter(({ kind }) => kind === 'rows')).toEqual([]);
  expect(last.events.at(-1)).toMatchObject({ kind: 'step', step: { number: 154, text: 'The last.' } });
});

test.each(['', '7', 'x/start', '3/', '3/x:1', '3/start:0', `3/${'AAAA:1,'.repeat(3)}`, '-1/start'])(
  'an id that no view has given is refused: %j',
  async (lastEventId) => {
    const session = world.sessions['acme-corp'];
    const since = new Date().toISOString();
    await expect(watchCase(world.people.viewer, { session, since, lastEventId }, () => true)).rejects.toMatchObject({
      code: 'invalid',
      message: 'lastEventId: not an id of this view',
    });
  },
);

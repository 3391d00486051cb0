import { beforeEach, describe, expect, test } from 'vitest';
import { DeviceId, RunId, SessionId } from '@/core/ids';
import { isEndOf, openCase, rowsSeen, stepsSeen, watchCase } from '../../support/cases';
import { type TestDatabase, testDatabase } from '../../support/database';
import { Fleet, startRunner } from '../../support/routers';
import { apiOf, runToEnd } from '../../support/runs';
import { makePerson, makeWorld, type World } from '../../support/world';

const database: TestDatabase = await testDatabase();
let world: World;
let fleet: Fleet;
let device: DeviceId;

beforeEach(async () => {
  await database.owner`truncate app.customer, app.person cascade`;
  world = await makeWorld(database);
  fleet = new Fleet(database);
  device = DeviceId.parse(world.devices['acme-corp'][0]);
});

const operator = () => apiOf(world.people.operator).sessions;
const ping = (count: number) => ({
  device,
  action: 'tool.ping' as const,
  params: { address: '10.99.0.1', count, interval: 200 },
});

/** A session, and the moment from which a view of it goes on. */
async function opened() {
  const { id } = await openCase(world.people.operator, world);
  return { session: id, since: (await operator().get({ session: id })).now };
}

async function started(
  session: Parameters<ReturnType<typeof operator>['run']>[0]['session'],
  ...picks: ReturnType<typeof ping>[]
) {
  const { runs } = await operator().run({ session, runs: picks });
  return runs.map(({ id }) => RunId.parse(id));
}

describe('somebody who looks on', () => {
  test('sees steps, runs and rows as they come, in order, each once', async () => {
    await fleet.enrol(device);
    const { failures } = startRunner(fleet.dial);
    const { session, since } = await opened();
    let doing: Promise<unknown> = Promise.resolve();
    const { events } = await watchCase(world.people.viewer, { session, since }, (event, before) => {
      // Only once the view is open does the other one begin.
      if (before.length === 0)
        doing = (async () => {
          await operator().note({ session, text: 'Now a ping.' });
          await started(session, ping(5));
          await operator().close({ session, cause: 'It answers.' });
        })();
      return event.kind === 'run' && event.run.state === 'done' && stepsSeen([...before, event]).length === 5;
    });
    await doing;
    expect(stepsSeen(events)).toEqual([1, 2, 3, 4, 5]);
    const run = events.flatMap((event) =>
      event.kind === 'step' && event.step.run !== null ? [event.step.run] : [],
    )[0];
    if (run === undefined) throw new Error('no step tells of the run');
    expect(rowsSeen(events, run).map(({ fields }) => fields.seq)).toEqual(['0', '1', '2', '3', '4']);
    // No run before the step that tells of it, and its end after its last row.
    const kinds = events.map((event) => (event.kind === 'step' ? event.step.kind : event.kind));
    expect(kinds.indexOf('run')).toBeLessThan(kinds.lastIndexOf('rows'));
    expect(events.findIndex((event) => event.kind === 'step' && event.step.run === run)).toBeLessThan(
      events.findIndex((event) => event.kind === 'run'),
    );
    expect(events.at(-1)).toMatchObject({ kind: 'run', run: { id: run, state: 'done', rows: 5 } });
    const stands = events.flatMap((event) => (event.kind === 'session' ? [event.session] : []));
    expect(stands.at(-1)).toMatchObject({ state: 'closed', cause: 'It answers.', steps: 5, runs: 1 });
    expect(failures).toEqual([]);
  });

  test('goes on after the last step on screen, and after the rows that are on screen', async () => {
    await fleet.enrol(device);
    startRunner(fleet.dial);
    const { session, since } = await opened();
    const [run] = await started(session, ping(3));
    if (run === undefined) throw new Error('no run');
    await watchCase(world.people.operator, { session, since }, (event) => isEndOf(event, run));
    const onScreen = { session, since: new Date().toISOString(), after: 2 };
    const view = await apiOf(world.people.viewer).sessions.watch({ ...onScreen, known: { [run]: 2 } });
    const seen = [];
    for await (const [, event] of view) {
      seen.push(event);
      if (isEndOf(event, run)) break;
    }
    expect(stepsSeen(seen)).toEqual([3]);
    expect(seen.flatMap((event) => (event.kind === 'rows' ? [[event.first, event.rows.length]] : []))).toEqual([
      [2, 1],
    ]);
  });

  test('sees only what the session ran, and not what else is run on its device', async () => {
    await fleet.enrol(device);
    startRunner(fleet.dial);
    const { session, since } = await opened();
    const other = await openCase(world.people.admin, world);
    const outside = await runToEnd(world.people.admin, device, 'sys.overview');
    await apiOf(world.people.admin).sessions.run({ session: other.id, runs: [ping(2)] });
    await runToEnd(world.people.admin, device, 'if.list');
    const [run] = await started(session, ping(2));
    if (run === undefined) throw new Error('no run');
    // Whoever names another's run as known is shown nothing of it either.
    const view = await apiOf(world.people.viewer).sessions.watch({ session, since, known: { [outside.run.id]: 0 } });
    const seen = [];
    for await (const [, event] of view) {
      seen.push(event);
      if (isEndOf(event, run)) break;
    }
    const runs = seen.flatMap((event) =>
      event.kind === 'run' ? [event.run.id] : event.kind === 'rows' ? [event.run] : [],
    );
    expect(new Set(runs)).toEqual(new Set([run]));
    expect((await operator().get({ session })).runs.map(({ id }) => id)).toEqual([run]);
  });

  test('sees every one of 72 runs that are under way at once', async () => {
    const made = await database.owner`
      insert into app.device (customer_id, name, address)
      select ${world.customers['acme-corp']}, 'more-' || i, '10.9.9.' || i from generate_series(1, 6) i returning id`;
    const devices = made.map(({ id }) => DeviceId.parse(id));
    const { id: session } = await operator().open({ symptom: 'All at once.', devices });
    const { now: since } = await operator().get({ session });
    const runs: RunId[] = [];
    for (let click = 0; click < 3; click += 1) {
      const picks = devices
        .slice(click * 2, click * 2 + 2)
        .flatMap((one) => Array(12).fill({ device: one, action: 'sys.overview' }));
      runs.push(...(await operator().run({ session, runs: picks })).runs.map(({ id }) => id));
    }
    expect(runs).toHaveLength(72);
    const shown = new Set<string>();
    const { events } = await watchCase(world.people.viewer, { session, since }, (event) => {
      if (event.kind === 'run') shown.add(event.run.id);
      return shown.size === 72;
    });
    expect(shown).toEqual(new Set(runs));
    expect(stepsSeen(events)).toHaveLength(79);
  });
});

describe('nothing more is shown from the next moment on', () => {
  const watching = async (change: (person: Awaited<ReturnType<typeof makePerson>>) => Promise<unknown>) => {
    const viewer = await makePerson(database.owner, 'viewer', [world.customers['acme-corp']]);
    const { session, since } = await opened();
    let later = 0;
    let changing: Promise<unknown> = Promise.resolve();
    const view = watchCase(viewer, { session, since }, (event) => {
      if (event.kind === 'step' && event.step.number === 2)
        changing = change(viewer).then(() => operator().note({ session, text: 'Among us.' }));
      if (event.kind === 'step' && event.step.number > 2) later += 1;
      return false;
    });
    const error = await view.catch((thrown: unknown) => thrown);
    await changing;
    return { error, later };
  };

  test('to somebody who was taken off the customer', async () => {
    const { error, later } = await watching(
      ({ personId }) => database.owner`delete from app.membership where person_id = ${personId}`,
    );
    expect(error).toMatchObject({ code: 'NOT_FOUND', message: 'no such session' });
    expect(later).toBe(0);
  });

  test('to somebody whose sign-in has ended', async () => {
    const { error, later } = await watching(
      ({ familyId }) =>
        database.owner`update app.token_family set revoked_at = now(), revoked_because = 'test' where id = ${familyId}`,
    );
    expect(error).toMatchObject({ code: 'UNAUTHORIZED', message: expect.stringContaining('sign in again') });
    expect(later).toBe(0);
  });

  test('to somebody who was disabled', async () => {
    const { error, later } = await watching(
      ({ personId }) =>
        database.owner`update app.person set disabled_at = now(), epoch = epoch + 1 where id = ${personId}`,
    );
    expect(error).toMatchObject({ code: 'UNAUTHORIZED' });
    expect(later).toBe(0);
  });
});

test('nobody watches a session of another customer, nor one that is not there', async () => {
  const since = new Date().toISOString();
  for (const session of [world.sessions['other-isp'], SessionId.parse(crypto.randomUUID())])
    await expect(watchCase(world.people.operator, { session, since }, () => true)).rejects.toMatchObject({
      code: 'NOT_FOUND',
      message: 'no such session',
    });
});

import { createHash } from 'node:crypto';
import { beforeEach, describe, expect, test } from 'vitest';
import { DeviceId, RunId, type SessionId } from '@/core/ids';
import type { RunRow } from '@/core/runs';
import { processEnv } from '@/env';
import { createCaller } from '@/server/api/root';
import { createMasterKey } from '@/server/vault/master-key';
import { endWith, exported, numberedRows, openCase, piecesOf, recordOf } from '../../support/cases';
import { type TestDatabase, testDatabase } from '../../support/database';
import { apiOf } from '../../support/runs';
import { contextFor, entriesOf, makePerson, makeWorld, type World } from '../../support/world';

const database: TestDatabase = await testDatabase();
await createMasterKey(processEnv().keysDirectory);
let world: World;
let session: SessionId;

beforeEach(async () => {
  await database.owner`truncate app.customer, app.person cascade`;
  world = await makeWorld(database);
  ({ id: session } = await openCase(world.people.operator, world, { on: [0, 1] }));
});

const operator = () => apiOf(world.people.operator).sessions;
const own = (index: number) => DeviceId.parse(world.devices['acme-corp'][index]);

async function started(...indexes: number[]): Promise<RunId[]> {
  const runs = indexes.map((index) => ({ device: own(index), action: 'sys.overview' as const }));
  return (await operator().run({ session, runs })).runs.map(({ id }) => RunId.parse(id));
}

/** All rows of a run, as the API pages them. */
async function rowsByApi(run: RunId): Promise<RunRow[]> {
  const rows: RunRow[] = [];
  for (let from: number | null = 0; from !== null; ) {
    const page: { rows: RunRow[]; next: number | null } = await apiOf(world.people.viewer).runs.rows({ run, from });
    rows.push(...page.rows);
    from = page.next;
  }
  return rows;
}

/** A session with runs of every kind of end, in an order that is not that of their making. */
async function aWholeCase(): Promise<RunId[]> {
  await operator().note({ session, text: 'First "look",\nthen =1+1 and ünïcode 😀.' });
  const runs = await started(1, 0, 1, 0);
  const [many, none, failed, interrupted] = runs;
  if (!(many && none && failed && interrupted)) throw new Error('four runs');
  await endWith(database, interrupted, { rows: numberedRows(3), state: 'interrupted' });
  await endWith(database, failed, { state: 'failed', words: 'failure: "no such" item \\ (4)' });
  await endWith(database, none, {});
  await endWith(database, many, { rows: numberedRows(2_500) });
  await operator().handOver({ session, to: world.people.admin.personId, note: 'Yours.' });
  await operator().close({ session, cause: 'A cut cable.' });
  return runs;
}

const sha256 = (text: string) => createHash('sha256').update(text, 'utf8').digest('hex');

describe('a JSON export', () => {
  test('is what the API tells: every step, every run in the order of its step, every row', async () => {
    const runs = await aWholeCase();
    const record = await recordOf(world.people.operator, session);
    const told = await operator().get({ session });
    const { steps: stepCount, runs: runCount, devices, ...stands } = told.session;
    expect(record.v).toBe(1);
    expect(record.session).toEqual(stands);
    // Where it was asked from is in the record alone.
    expect(record.steps.map(({ from: _, ...step }) => step)).toEqual(told.steps);
    expect(new Set(record.steps.map(({ from }) => from))).toEqual(new Set(['192.0.2.7']));
    expect([record.steps.length, record.runs.length]).toEqual([stepCount, runCount]);
    expect(record.devices).toMatchObject(devices);
    expect(record.runs.map(({ id }) => id)).toEqual(runs);
    for (const { rows, rowCount, ...run } of record.runs) {
      const {
        rows: rowsTold,
        isStopping: _,
        ...view
      } = told.runs.find(({ id }) => id === run.id) ?? { rows: -1, isStopping: 0 };
      expect(run).toEqual(view);
      expect([rowCount, rows.length]).toEqual([rowsTold, rowsTold]);
      expect(rows).toEqual(await rowsByApi(run.id));
    }
    expect(record.runs.map(({ state, rowCount }) => [state, rowCount])).toEqual([
      ['done', 2_500],
      ['done', 0],
      ['failed', 0],
      ['interrupted', 3],
    ]);
    expect(record.runs[0]?.rows.map(({ fields }) => fields.seq)).toEqual(
      numberedRows(2_500).map((row) => row.fields.seq),
    );
    expect(record.runs[2]?.fault).toEqual({ code: 'trap', message: 'failure: "no such" item \\ (4)' });
  });

  test('has its keys in the order that is promised', async () => {
    await aWholeCase();
    const record = await recordOf(world.people.operator, session);
    const keys = (value: unknown) => Object.keys(Object(value)).join(' ');
    expect(keys(record)).toBe('v session devices steps runs');
    expect(keys(record.session)).toBe('id customer number title state openedAt openedBy holder closedAt cause');
    expect(keys(record.devices[0])).toBe('id name address port transport model version');
    for (const step of record.steps) expect(keys(step)).toBe('number kind at by from text device run to');
    for (const run of record.runs)
      expect(keys(run)).toBe(
        'id device action params state by requestedAt startedAt endedAt sent isTruncated fault rowCount rows',
      );
  });

  test('is the same bytes twice', async () => {
    await aWholeCase();
    const first = await exported(world.people.operator, session, 'json');
    expect(await exported(world.people.admin, session, 'json')).toEqual(first);
    expect(first.name).toBe('S-2-acme-corp.json');
    expect(first.text).toBe(JSON.stringify(JSON.parse(first.text)));
  });

  test('of a case that nobody went on with is the same for ever, whatever becomes of its devices and people', async () => {
    await aWholeCase();
    const { owner } = database;
    const before = await exported(world.people.operator, session, 'json');
    await owner`update app.device set name = 'renamed-' || id, address = '10.200.0.1', port = 8728`;
    await owner`update app.device_status set model = 'CCR2004', version = '7.99'`;
    await owner`update app.person set name = 'Somebody else' where id <> ${world.people.operator.personId}`;
    await owner`update app.customer set name = 'Acme, renamed', time_zone = 'Asia/Tokyo'`;
    await owner`update app.device set archived_at = now() where id = ${own(1)}`;
    expect(await exported(world.people.operator, session, 'json')).toEqual(before);
  });

  test('tells of its devices as they were when they were added, in that order', async () => {
    const { owner } = database;
    await owner`update app.device_status set model = 'RB5009', version = '7.20.8' where device_id = ${own(2)}`;
    await operator().addDevices({ session, devices: [own(2)] });
    await owner`update app.device_status set version = '7.21' where device_id = ${own(2)}`;
    const { devices, steps } = await recordOf(world.people.operator, session);
    expect(devices.map(({ id }) => id)).toEqual(
      steps.flatMap(({ kind, device }) => (kind === 'deviceAdded' ? [device] : [])),
    );
    expect(devices[2]).toEqual({
      id: own(2),
      name: 'router-00003',
      address: '10.0.0.3',
      port: 8729,
      transport: 'tls',
      model: 'RB5009',
      version: '7.20.8',
    });
    expect(devices[0]).toMatchObject({ model: null, version: null });
  });

  test('of a session with nothing but its symptom is whole too', async () => {
    const record = await recordOf(world.people.superAdmin, session);
    expect(record).toMatchObject({ steps: [{ number: 1 }, { number: 2 }, { number: 3 }], runs: [] });
  });

  test('of a run that still goes on tells of it as it stood, and no row more', async () => {
    const [run] = await started(0);
    if (run === undefined) throw new Error('no run');
    await endWith(database, run, { rows: numberedRows(700) });
    await database.owner`update app.run set state = 'running', ended_at = null, row_count = 300 where id = ${run}`;
    const view = await operator().export({ session, as: 'json' });
    let text = '';
    for await (const [, piece] of view) {
      // More rows come while it is being written down.
      if (piece.kind === 'file') await database.owner`update app.run set row_count = 700 where id = ${run}`;
      if (piece.kind === 'text') text += piece.text;
    }
    const [only] = JSON.parse(text).runs;
    expect([only.state, only.rowCount, only.rows.length]).toEqual(['running', 300, 300]);
  });

  test('made while others write is one state of the case: what its steps add up to', async () => {
    let isOver = false;
    const writing = (async () => {
      for (let round = 0; round < 12; round += 1) {
        const [run] = await started(round % 2);
        if (run !== undefined) await endWith(database, run, { rows: numberedRows(round) });
        await operator().rename({ session, title: `Round ${round}` });
        await operator().close({ session, cause: `Cause ${round}` });
        await operator().reopen({ session, reason: 'Again.' });
      }
      isOver = true;
    })();
    let exports = 0;
    while (!isOver) {
      const { session: stands, steps, runs } = await recordOf(world.people.admin, session);
      exports += 1;
      expect(runs.map(({ id }) => id)).toEqual(steps.flatMap(({ run }) => run ?? []));
      const kinds = steps.map(({ kind }) => kind);
      const isClosed = kinds.lastIndexOf('closed') > kinds.lastIndexOf('reopened');
      expect(stands.state).toBe(isClosed ? 'closed' : 'open');
      expect(stands.cause).toBe(isClosed ? steps[kinds.lastIndexOf('closed')]?.text : null);
      expect(stands.title).toBe(steps[kinds.lastIndexOf('renamed')]?.text ?? 'The link is slow.');
    }
    await writing;
    expect(exports).toBeGreaterThan(3);
  });
});

describe('a CSV export', () => {
  test('has a line for every step and below a run’s step one for every row', async () => {
    const runs = await aWholeCase();
    const { name, text } = await exported(world.people.operator, session, 'csv');
    expect(name).toBe('S-2-acme-corp.csv');
    expect(text.startsWith('\uFEFFstep,at,kind,who,')).toBe(true);
    const steps = (await operator().get({ session })).steps;
    const lines = text.split('\r\n').slice(1, -1);
    expect(lines).toHaveLength(steps.length + 2_503);
    // Of the run with the rows: its step, then 2,500 lines, then the next step.
    const first = lines.findIndex((line) => line.startsWith(`${steps.find(({ run }) => run === runs[0])?.number},`));
    const numbers = lines.slice(first + 1, first + 2_501).map((line) => line.split(',')[11]);
    expect(numbers).toEqual(Array.from({ length: 2_500 }, (_, index) => String(index)));
  });
});

describe('the audit', () => {
  test.each(['json', 'csv'] as const)('names the SHA-256 of the record’s JSON, asked for as %s', async (as) => {
    await aWholeCase();
    const { text } = await exported(world.people.operator, session, 'json');
    const context = contextFor(world.people.admin);
    await piecesOf(await createCaller(context).sessions.export({ session, as }));
    expect(await entriesOf(database.owner, context.origin.requestId)).toMatchObject([
      { event: 'session.exportAsked', outcome: 'ok', target: { kind: 'session', id: session } },
      {
        event: 'session.exported',
        outcome: 'ok',
        target: { kind: 'session', id: session },
        customer: world.customers['acme-corp'],
        actor: { id: world.people.admin.personId },
        detail: { format: as, sha256: sha256(text), steps: 10, runs: 4, rows: 2_503 },
      },
    ]);
  });

  test.each(['json', 'csv'] as const)(
    'knows of it before the first piece, and how it ended before the last: %s',
    async (as) => {
      // The last thing in the case is a run with rows: a CSV has nothing to say after it.
      const [run] = await started(0);
      if (run === undefined) throw new Error('no run');
      await endWith(database, run, { rows: numberedRows(10) });
      const whole = (await exported(world.people.operator, session, as)).text;
      const context = contextFor(world.people.operator);
      const events = async () => (await entriesOf(database.owner, context.origin.requestId)).map(({ event }) => event);
      const view = await createCaller(context).sessions.export({ session, as });
      let text = '';
      for await (const [, piece] of view) {
        if (piece.kind === 'file') expect(await events()).toEqual(['session.exportAsked']);
        if (piece.kind === 'text') text += piece.text;
        if (text === whole) expect(await events()).toEqual(['session.exportAsked', 'session.exported']);
      }
      expect(text).toBe(whole);
    },
  );

  test.each(['json', 'csv'] as const)('that cannot be written lets no whole %s out', async (as) => {
    await aWholeCase();
    const whole = (await exported(world.people.operator, session, as)).text;
    const view = await operator().export({ session, as });
    const append = 'audit.append(text, text, jsonb, uuid, jsonb, jsonb, text)';
    let text = '';
    try {
      const reading = (async () => {
        for await (const [, piece] of view) {
          if (piece.kind === 'file')
            await database.owner.unsafe(`revoke execute on function ${append} from routeward_person`);
          if (piece.kind === 'text') text += piece.text;
        }
      })();
      await expect(reading).rejects.toMatchObject({ code: 'INTERNAL_SERVER_ERROR' });
    } finally {
      await database.owner.unsafe(`grant execute on function ${append} to routeward_person`);
    }
    expect(text.length).toBeLessThan(whole.length);
    expect(whole.startsWith(text)).toBe(true);
  });
});

describe('nothing is given', () => {
  const refusedTo = async (me: Parameters<typeof apiOf>[0], id: SessionId, error: Record<string, unknown>) => {
    const context = contextFor(me);
    const asking = createCaller(context).sessions.export({ session: id, as: 'json' });
    await expect(asking).rejects.toMatchObject(error);
    return entriesOf(database.owner, context.origin.requestId);
  };

  test('to a Viewer', async () => {
    const error = { code: 'FORBIDDEN', message: 'your role may not do this: record.export' };
    expect(await refusedTo(world.people.viewer, session, error)).toMatchObject([
      { event: 'session.exportAsked', outcome: 'refused', detail: { code: 'forbidden' } },
    ]);
  });

  test('of a session out of reach', async () => {
    const error = { code: 'NOT_FOUND', message: 'no such session' };
    for (const id of [world.sessions['other-isp'], own(0) as string as SessionId]) // safe: on purpose the id of nothing.
      expect(await refusedTo(world.people.admin, id, error)).toMatchObject([
        { event: 'session.exportAsked', outcome: 'refused', customer: null, target: null },
      ]);
  });

  test('in a format that there is not', async () => {
    // safe: what a caller may send is not what the type allows.
    const asking = operator().export({ session, as: 'exe' as 'csv' });
    await expect(asking).rejects.toMatchObject({ code: 'BAD_REQUEST' });
  });
});

test('somebody who is taken off the customer in the middle gets no further piece', async () => {
  await aWholeCase();
  const me = await makePerson(database.owner, 'operator', [world.customers['acme-corp']]);
  const context = contextFor(me);
  const pieces = (await createCaller(context).sessions.export({ session, as: 'json' }))[Symbol.asyncIterator]();
  await pieces.next();
  await pieces.next();
  await database.owner`delete from app.membership where person_id = ${me.personId}`;
  await expect(pieces.next()).rejects.toMatchObject({ code: 'NOT_FOUND', message: 'no such session' });
  expect((await pieces.next()).done).toBe(true);
  expect(await entriesOf(database.owner, context.origin.requestId)).toMatchObject([
    { event: 'session.exportAsked', outcome: 'ok' },
    { event: 'session.exportAsked', outcome: 'refused', detail: { code: 'notFound' } },
  ]);
});

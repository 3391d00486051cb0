import type { RunRow } from '@/core/runs';
import type { RecordHead } from '@/core/session-record';
import { databaseTime } from '@/server/db/clock';
import { findCustomer } from '@/server/db/customers';
import { findPerson } from '@/server/db/people';
import { findRuns, type Run } from '@/server/db/runs';
import { recordedDevicesOf, type Session, stepsOf } from '@/server/db/sessions';
import { rowsFrom, viewOf } from './run-views';
import type { InsideWatch } from './watch-door';

/** What the record of a session is read with. */
export type Reading = Pick<InsideWatch<{ readonly session: Session }>, 'me' | 'tick'>;

type Db = Parameters<Parameters<Reading['tick']>[0]>[0];

/** A record holds at most so many rows; a run whose rows were left out says how many it had. */
const mostRows = 100_000;
/** Batches a transaction reads: an export of any length holds neither one of them nor the event loop for long. */
const batchesATick = 4;

/** Everything but the rows, the runs whose rows are to follow, and what a document says of itself. */
export const readHead = ({ me, tick }: Reading) =>
  tick(async (db, { session }) => {
    // Read after the row and so maybe more than it tells of: the record is what its steps add up to, and no more.
    const steps = (await stepsOf(db, me, session.id)).slice(0, session.stepCount);
    const runs = await findRuns(
      db,
      me,
      steps.flatMap(({ run }) => run ?? []),
    );
    const added = new Set(steps.flatMap(({ kind, device }) => (kind === 'deviceAdded' && device ? [device] : [])));
    const devices = (await recordedDevicesOf(db, me, session.id)).filter((device) => added.has(device.id));
    const head = inOrder(session, { devices, steps, runs: await Promise.all(runs.map((run) => recordedOf(db, run))) });
    const { name, role } = await findPerson(db, me.personId);
    const customer = await findCustomer(db, me, session.customer);
    const about = { name: customer?.name ?? session.customer, timeZone: customer?.timeZone ?? 'UTC' };
    return { head, runs, by: { name, role }, at: await databaseTime(db), customer: about };
  });

/** With its keys in the order that the record promises, whatever order they were read in. */
function inOrder(
  session: Session,
  { devices, steps, runs }: Pick<RecordHead, 'devices' | 'steps' | 'runs'>,
): RecordHead {
  const { id, customer, number, title, state, openedAt, openedBy, holder, closedAt, cause } = session;
  return {
    v: 1,
    session: { id, customer, number, title, state, openedAt, openedBy, holder, closedAt, cause },
    devices: devices.map(({ id, name, address, port, transport, model, version }) => ({
      id,
      name,
      address,
      port,
      transport,
      model,
      version,
    })),
    steps: steps.map(({ number, kind, at, by, from, text, device, run, to }) => ({
      number,
      kind,
      at,
      by,
      from,
      text,
      device,
      run,
      to,
    })),
    runs,
  };
}

async function recordedOf(db: Db, run: Run): Promise<RecordHead['runs'][number]> {
  const { id, device, action, params, state, by, requestedAt, startedAt, endedAt, ...told } = await viewOf(db, run);
  const { sent, isTruncated, fault, rows: rowCount } = told;
  return {
    id,
    device,
    action,
    params,
    state,
    by,
    requestedAt,
    startedAt,
    endedAt,
    sent,
    isTruncated,
    fault,
    rowCount,
  };
}

/** The rows of these runs, in their order, a stretch from each transaction. */
export async function* readRows({ me, tick }: Reading, runs: readonly Run[]) {
  let left = mostRows;
  for (const run of runs)
    for (let from = 0; from < run.rowCount && left > 0; ) {
      const page = await tick((db) => rowsFrom({ db, me }, run, { from, batches: batchesATick }));
      // What came after the head was written belongs to the next export.
      const rows: readonly RunRow[] = page.slice(0, Math.min(left, run.rowCount - from));
      if (rows.length === 0) break;
      from += rows.length;
      left -= rows.length;
      yield { run, rows };
    }
}

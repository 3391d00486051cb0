import { z } from 'zod';
import type { Principal } from '@/core/access';
import { roles } from '@/core/access';
import { faultCodes, faults } from '@/core/faults';
import { DeviceId, RunId } from '@/core/ids';
import { type RunRow, runStates } from '@/core/runs';
import type { Transaction } from '@/server/db/connection';
import { type Batch, batchesFrom, type Run } from '@/server/db/runs';
import { unsealFrom } from '@/server/vault/data-keys';

type Db = Transaction['db'];

export const RunView = z.object({
  id: RunId,
  device: DeviceId,
  /** An id of the catalogue, such as `tool.ping`. */
  action: z.string(),
  params: z.record(z.string(), z.unknown()),
  state: z.enum(runStates),
  by: z.object({ name: z.string(), role: z.enum(roles) }),
  /** Times are ISO 8601, UTC. */
  requestedAt: z.string(),
  startedAt: z.string().nullable(),
  endedAt: z.string().nullable(),
  /** What was sent, as RouterOS's terminal would take it; null before anything was. */
  sent: z.array(z.string()).nullable(),
  /** How many rows there are so far. */
  rows: z.int(),
  /** The answer went on beyond the cap. */
  isTruncated: z.boolean(),
  /** Somebody asked for it to be stopped. */
  isStopping: z.boolean(),
  /** `message` is the router's own words where it spoke. */
  fault: z.object({ code: z.enum(faultCodes), message: z.string() }).nullable(),
});
export type RunView = z.infer<typeof RunView>;

export const Row = z.object({
  /** Milliseconds since the run began. */
  afterMs: z.number(),
  /** Which of the action's sentences it answers, from 0. */
  sentence: z.int(),
  /** Text as RouterOS wrote it. */
  fields: z.record(z.string(), z.string()),
});

/** As the caller sees it, with the router's words opened. */
export async function viewOf(db: Db, run: Run): Promise<RunView> {
  const { intendedAt, rowCount, faultCode, faultSealed, sent, customerId, ...rest } = run;
  const place = { table: 'run', column: 'fault_sealed', row: run.id, customerId };
  const words = faultSealed === null ? null : await unsealFrom(db, place, faultSealed);
  return {
    ...rest,
    requestedAt: intendedAt,
    sent: sent === null ? null : [...sent],
    rows: rowCount,
    fault: faultCode === null ? null : { code: faultCode, message: words ?? faults[faultCode].advice },
  };
}

export const viewsOf = (db: Db, runs: readonly Run[]): Promise<RunView[]> =>
  Promise.all(runs.map((run) => viewOf(db, run)));

/** Rows from number `from` on, those of at most `batches` batches (some hundred rows each at most). */
export async function rowsFrom(
  { db, me }: { db: Db; me: Principal },
  run: Run,
  { from, batches }: { from: number; batches: number },
): Promise<RunRow[]> {
  const found = await batchesFrom(db, me, { id: run.id, from }, batches);
  const opened = await Promise.all(found.map((batch) => openBatch(db, run, batch)));
  return opened.flat().slice(Math.max(0, from - (found[0]?.firstRow ?? from)));
}

const Stored = z.array(z.tuple([z.number(), z.int(), z.record(z.string(), z.string())]));

async function openBatch(db: Db, { id, customerId }: Run, { firstRow, sealed }: Batch): Promise<RunRow[]> {
  const place = { table: 'run_rows', column: 'sealed', row: `${id}/${firstRow}`, customerId };
  const rows = Stored.parse(JSON.parse(await unsealFrom(db, place, sealed)));
  return rows.map(([afterMs, sentence, fields]) => ({ afterMs, sentence, fields }));
}

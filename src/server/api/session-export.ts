import { createHash } from 'node:crypto';
import { z } from 'zod';
import { AppError } from '@/core/errors';
import type { SessionId } from '@/core/ids';
import type { RunRow } from '@/core/runs';
import type { RecordHead } from '@/core/session-record';
import { sessionName } from '@/core/sessions';
import { processEnv } from '@/env';
import { findDevices } from '@/server/db/devices';
import { findPerson } from '@/server/db/people';
import { databaseTime, findRuns, type Run } from '@/server/db/runs';
import { customerOf, findSession, runIdsOf, stepsOf } from '@/server/db/sessions';
import { CsvRecord } from '../report/csv';
import { JsonRecord } from '../report/json';
import { renderReport } from '../report/render';
import { asAppError } from './errors';
import type { Shown } from './procedure';
import { rowsFrom, viewOf } from './run-views';
import type { InsideWatch } from './watch-door';

export const exportFormats = ['pdf', 'json', 'csv'] as const;
export type ExportFormat = (typeof exportFormats)[number];

/** A file in pieces: what it is called, then what is in it. */
export const ExportPiece = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('file'), name: z.string() }),
  z.object({ kind: z.literal('text'), text: z.string() }),
  z.object({ kind: z.literal('bytes'), base64: z.string() }),
]);
export type ExportPiece = z.input<typeof ExportPiece>;

/** An export holds at most so many rows; a run whose rows were left out says how many it had. */
const mostRows = 100_000;
/** Batches a transaction reads: an export of any length holds none of them long. */
const batchesATick = 16;

/**
 * Writes a session down as it stands, a piece at a time, so that neither the memory nor a transaction grows with it. The
 * record is its JSON text, whatever was asked for, and its SHA-256 is in the audit before the last piece leaves.
 */
export async function* exportSession(
  inside: InsideWatch<unknown>,
  { session: id, as }: { session: SessionId; as: ExportFormat },
  signal: AbortSignal | undefined,
): AsyncGenerator<Shown<ExportPiece>> {
  let pieces = 0;
  const shown = (data: ExportPiece): Shown<ExportPiece> => ({ id: String(pieces++), data });
  const { head, runs, by, at } = await inside.tick((db) => headOf(db, inside, id));
  const file = `${sessionName(head.session.number)}-${head.customer.slug}.${as}`;
  yield shown({ kind: 'file', name: file });
  const json = new JsonRecord();
  const csv = as === 'csv' ? new CsvRecord() : null;
  const hash = createHash('sha256');
  const kept: Buffer[] = [];
  let rowCount = 0;
  const write = (record: string, other: string | undefined): ExportPiece | null => {
    hash.update(record);
    if (as === 'pdf') kept.push(Buffer.from(record));
    const text = as === 'csv' ? other : record;
    return as === 'pdf' || text === undefined || text === '' ? null : { kind: 'text', text };
  };
  const first = write(json.head(head), csv?.head(head));
  if (first !== null) yield shown(first);
  for await (const { run, rows } of allRows(inside, runs)) {
    if (signal?.aborted === true) return;
    rowCount += rows.length;
    const next = write(json.rows(run.id, rows), csv?.rows(run.id, rows));
    if (next !== null) yield shown(next);
  }
  const last = write(json.end(), csv?.end());
  const sha256 = hash.digest('hex');
  const detail = { format: as, sha256, steps: head.steps.length, runs: runs.length, rows: rowCount };
  const cover = { url: `${processEnv().publicUrl}/sessions/${id}`, exportedAt: at, exportedBy: by, sha256 };
  const pdf = as === 'pdf' ? await drawn(Buffer.concat(kept)) : null;
  await inside.conclude({ event: 'session.exported', outcome: 'ok', detail });
  if (last !== null) yield shown(last);
  if (pdf !== null) yield shown({ kind: 'bytes', base64: Buffer.from(pdf).toString('base64') });

  async function drawn(record: Uint8Array): Promise<Uint8Array> {
    try {
      return await renderReport(record, cover);
    } catch (error) {
      const { code, message } = asAppError(error);
      await inside.conclude({ event: 'session.exported', outcome: 'failed', detail: { ...detail, code, message } });
      throw error;
    }
  }
}

type Db = Parameters<Parameters<InsideWatch<unknown>['tick']>[0]>[0];

/** Everything but the rows, and the runs whose rows are to follow. */
async function headOf(db: Db, { me }: Pick<InsideWatch<unknown>, 'me'>, id: SessionId) {
  const found = await findSession(db, me, id);
  if (found === undefined) throw new AppError('notFound', 'no such session');
  const ids = await runIdsOf(db, me, id);
  const unordered = await findRuns(db, me, ids);
  const runs = ids.flatMap((run) => unordered.find((one) => one.id === run) ?? []);
  const devices = await findDevices(
    db,
    me,
    found.devices.map((device) => device.id),
  );
  const { customerId: _customer, stepCount: _steps, runCount: _runs, devices: _devices, ...session } = found;
  const head: RecordHead = {
    v: 1,
    customer: await customerOf(db, me, found.customer),
    session,
    devices: devices.map(({ id, name, address, port, transport, model, version }) => ({
      id,
      name,
      address,
      port,
      transport,
      model,
      version,
    })),
    steps: await stepsOf(db, me, id),
    runs: await Promise.all(runs.map((run) => recordedOf(db, run))),
  };
  const { name, role } = await findPerson(db, me.personId);
  return { head, runs, by: { name, role }, at: await databaseTime(db) };
}

async function recordedOf(db: Db, run: Run): Promise<RecordHead['runs'][number]> {
  const { rows, isStopping: _, ...told } = await viewOf(db, run);
  return { ...told, rowCount: rows };
}

async function* allRows({ me, tick }: InsideWatch<unknown>, runs: readonly Run[]) {
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

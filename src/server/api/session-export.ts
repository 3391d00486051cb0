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
import { customerOf, findSession, stepsOf } from '@/server/db/sessions';
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
/** Batches a transaction reads: an export of any length holds neither one of them nor the event loop for long. */
const batchesATick = 4;

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
  // One piece is held back, so that none that could be the last leaves before the entry is there.
  const held: ExportPiece[] = [];
  const pass = (piece: ExportPiece | null): Shown<ExportPiece>[] => {
    if (piece !== null) held.push(piece);
    return held.splice(0, held.length - 1).map(shown);
  };
  yield* pass(write(json.head(head), csv?.head(head)));
  for await (const { run, rows } of allRows(inside, runs)) {
    if (signal?.aborted === true) return;
    rowCount += rows.length;
    yield* pass(write(json.rows(run.id, rows), csv?.rows(run.id, rows)));
  }
  yield* pass(write(json.end(), csv?.end()));
  const sha256 = hash.digest('hex');
  const detail = { format: as, sha256, steps: head.steps.length, runs: runs.length, rows: rowCount };
  const cover = { url: `${processEnv().publicUrl}/sessions/${id}`, exportedAt: at, exportedBy: by, sha256 };
  const pdf = as === 'pdf' ? await drawn(Buffer.concat(kept)) : null;
  await inside.conclude({ event: 'session.exported', outcome: 'ok', detail });
  yield* held.map(shown);
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

/** Everything but the rows, and the runs whose rows are to follow. Keys stand in the order that the record promises. */
async function headOf(db: Db, { me }: Pick<InsideWatch<unknown>, 'me'>, id: SessionId) {
  const found = await findSession(db, me, id);
  if (found === undefined) throw new AppError('notFound', 'no such session');
  // Read after the row and so maybe more than it tells of: the record is what its steps add up to, and no more.
  const steps = (await stepsOf(db, me, id)).slice(0, found.stepCount);
  const ids = steps.flatMap(({ run }) => run ?? []);
  const unordered = await findRuns(db, me, ids);
  const runs = ids.flatMap((run) => unordered.find((one) => one.id === run) ?? []);
  const devices = await findDevices(
    db,
    me,
    steps.flatMap(({ kind, device }) => (kind === 'deviceAdded' && device !== null ? [device] : [])),
  );
  const { customer, number, title, state, openedAt, openedBy, holder, closedAt, cause } = found;
  const head: RecordHead = {
    v: 1,
    customer: await customerOf(db, me, customer),
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
    runs: await Promise.all(runs.map((run) => recordedOf(db, run))),
  };
  const { name, role } = await findPerson(db, me.personId);
  return { head, runs, by: { name, role }, at: await databaseTime(db) };
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

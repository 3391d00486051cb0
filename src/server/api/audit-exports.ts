import { createHash } from 'node:crypto';
import { z } from 'zod';
import type { Principal } from '@/core/access';
import {
  type AuditExportFormat,
  auditExportFormats,
  exportStates,
  isUnderWay,
  mostAtOnce,
  mostBytesAtOnce,
  shareDone,
} from '@/core/audit/exports';
import { auditQueryText } from '@/core/audit/query';
import { AppError } from '@/core/errors';
import {
  askAlone,
  askExport,
  makeRoom,
  mostUnderWay,
  type OwnExport,
  ownExports,
  reachesAllOf,
  sealedPart,
} from '../audit/exports';
import { exportedPage, headOf } from '../audit/lines';
import type { Detail } from '../audit/record';
import { oldestEntryAt, type Place } from '../audit/search';
import { databaseTime, snapshotNow } from '../db/clock';
import type { Transaction } from '../db/connection';
import { keyForExport, openPart } from '../vault/export-part';
import { filterFor, fixed, queryIn, toldOf } from './audit-query';
import { Bell } from './bell';
import { takeExportPlace } from './export-places';
import type { Shown } from './procedure';
import type { ExportPiece } from './session-export';
import type { InsideWatch } from './watch-door';

type Db = Transaction['db'];

export const ExportView = z.object({
  id: z.uuid(),
  /** The query that was asked, as it is typed; empty for everything in reach. */
  query: z.string(),
  format: z.enum(auditExportFormats),
  state: z.enum(exportStates),
  /** Times are ISO 8601, UTC. */
  askedAt: z.string(),
  endedAt: z.string().nullable(),
  /** Until when it can be fetched. */
  expiresAt: z.string(),
  entries: z.int(),
  /** How much is written, 0 to 1: of the way from now back to the oldest entry. */
  share: z.number(),
  isStopping: z.boolean(),
  /** Of the whole file; null before it is done. */
  sha256: z.string().nullable(),
  fault: z.string().nullable(),
});
export type ExportView = z.output<typeof ExportView>;

export function exportView(of: OwnExport): ExportView {
  const { id, query, format, state, askedAt, endedAt, expiresAt, entryCount, isStopping, sha256, fault } = of;
  const ms = (at: string | null) => (at === null ? null : Date.parse(at));
  const share = shareDone({ from: Date.parse(askedAt), to: ms(of.oldestAt), at: ms(of.reachedAt) });
  const said = { id, query, format, state, askedAt, endedAt, expiresAt, isStopping, sha256, fault };
  return { ...said, entries: entryCount, share: state === 'done' ? 1 : share };
}

/**
 * Asks the runner for an export of exactly what a query finds now; it takes the place of the oldest that has ended. Throws
 * `tooMany` where enough are under way.
 */
export async function ask(
  db: Db,
  me: Principal,
  { q, as, requestId, tell }: { q: string; as: AuditExportFormat; requestId: string; tell: (detail: Detail) => void },
): Promise<ExportView> {
  await askAlone(db, me);
  const underWay = (await ownExports(db, me)).filter(({ state }) => isUnderWay(state)).length;
  if (underWay >= mostUnderWay)
    throw new AppError('tooMany', `You have ${mostUnderWay} exports under way: stop one, or wait for it.`);
  await makeRoom(db, underWay);
  const query = await fixed(db, queryIn(q));
  const filter = { ...(await filterFor(db, me, query)), snapshot: await snapshotNow(db) };
  const id = crypto.randomUUID();
  const oldestAt = filter.since ?? (await oldestEntryAt(db, me));
  const key = await keyForExport(db, id);
  await askExport(db, me, { id, query: auditQueryText(query), format: as, filter, requestId, oldestAt, key });
  const made = (await ownExports(db, me)).find((one) => one.id === id);
  if (made === undefined) throw new Error('an export that was asked for is not there');
  tell({ export: id, format: as, query: toldOf(query, filter.customers?.ids ?? []) });
  return exportView(made);
}

/** Follows the caller's exports: all of them each time one moves on. */
export async function* watchExports(
  { me, tick }: Pick<InsideWatch<unknown>, 'me' | 'tick'>,
  signal: AbortSignal | undefined,
): AsyncGenerator<Shown<{ items: ExportView[] }>> {
  const bell = new Bell(me, [['routeward_export', (payload) => payload.endsWith(` ${me.personId}`)]], 250);
  let last = '';
  try {
    while (signal?.aborted !== true) {
      const items = (await tick((db) => ownExports(db, me))).map(exportView);
      const now = JSON.stringify(items);
      if (now !== last) yield { id: String(Date.now()), data: { items } };
      last = now;
      await bell.rung(signal);
    }
  } finally {
    bell.end();
  }
}

const entriesInPage = 1_000;

/**
 * Sends a small export at once; what is too large for that is refused before anything is sent. It holds one of the few
 * places for files in memory until the last piece is taken, or whoever asked is gone.
 */
export async function* sendExport(
  inside: InsideWatch<unknown>,
  asked: { q: string; as: AuditExportFormat },
  signal: AbortSignal | undefined,
): AsyncGenerator<Shown<ExportPiece>> {
  const leave = takeExportPlace(inside.me.personId, signal);
  try {
    yield* sendPages(inside, asked, signal);
  } finally {
    leave();
  }
}

/** Reads page after page, each in a transaction of its own, and sends them when the SHA-256 of the whole is in the log. */
async function* sendPages(
  { me, tick, conclude }: InsideWatch<unknown>,
  { q, as }: { q: string; as: AuditExportFormat },
  signal: AbortSignal | undefined,
): AsyncGenerator<Shown<ExportPiece>> {
  const { query, filter, at } = await tick(async (db) => {
    const query = await fixed(db, queryIn(q));
    const filter = { ...(await filterFor(db, me, query)), snapshot: await snapshotNow(db) };
    return { query, filter, at: await databaseTime(db) };
  });
  const read = (place: Place | null, format: AuditExportFormat, limit: number) =>
    tick((db) => exportedPage(db, me, { filter, format, place, limit }));
  const hash = createHash('sha256').update(headOf(as));
  const texts: string[] = [headOf(as)];
  let entries = 0;
  let bytes = 0;
  let place: Place | null = null;
  do {
    if (signal?.aborted === true) return;
    const page: Awaited<ReturnType<typeof read>> = await read(place, as, entriesInPage);
    texts.push(page.text);
    hash.update(page.text);
    entries += page.entries;
    bytes += Buffer.byteLength(page.text);
    place = page.place;
    refuseTooLarge(entries, bytes);
  } while (place !== null);
  const told = toldOf(query, filter.customers?.ids ?? []);
  const detail = { format: as, entries, sha256: hash.digest('hex'), query: told };
  await conclude({ event: 'audit.exported', outcome: 'ok', detail });
  yield { id: '0', data: { kind: 'file', name: fileName(at, as) } };
  // What was taken is held no more: a slow reader costs less with every piece.
  for (let number = 1, text = texts.shift(); text !== undefined; number += 1, text = texts.shift())
    yield { id: String(number), data: { kind: 'text', text } };
}

/** Entries are what a person can count; bytes are what we hold, and an entry may have many. */
function refuseTooLarge(entries: number, bytes: number): void {
  const instead = 'ask for a file instead.';
  if (entries > mostAtOnce)
    throw new AppError('tooLarge', `More than ${mostAtOnce.toLocaleString('en-US')} entries: ${instead}`);
  if (bytes > mostBytesAtOnce)
    throw new AppError('tooLarge', `More than ${mostBytesAtOnce / 1024 / 1024} MiB: ${instead}`);
}

/** Sends what the runner wrote. Whether its asker may have it is decided anew for every part. */
export async function* fetchExport(
  { tick, conclude, me }: InsideWatch<{ readonly asked: OwnExport }>,
  signal: AbortSignal | undefined,
): AsyncGenerator<Shown<ExportPiece>> {
  const part = (number: number) =>
    tick(async (db, { asked }) => {
      if (asked.state !== 'done') throw new AppError('conflict', `This export is ${asked.state}: there is no file.`);
      if (!(await reachesAllOf(db, me, asked)))
        throw new AppError('forbidden', 'Your customers have changed since it was written. Ask for the export again.');
      return { asked, sealed: await sealedPart(db, asked.id, number) };
    });
  const hash = createHash('sha256');
  const first = await part(0);
  const { id, key, format, askedAt, sha256, entryCount, partCount } = first.asked;
  const query = queryIn(first.asked.query);
  // Of the customers that were named, those whose entries are in it.
  const told = toldOf(query, query.customer.length === 0 ? [] : first.asked.customerIds);
  yield { id: 'file', data: { kind: 'file', name: fileName(askedAt, format) } };
  for (let number = 0; number < partCount; number += 1) {
    if (signal?.aborted === true) return;
    const { sealed } = number === 0 ? first : await part(number);
    if (sealed === null) throw new Error('a part of an export is missing');
    const bytes = await openPart(key, id, number, sealed);
    hash.update(bytes);
    const isLast = number === partCount - 1;
    if (isLast && hash.digest('hex') !== sha256) throw new Error('an export is not what was written');
    const detail = { format, entries: entryCount, sha256, query: told };
    if (isLast) await conclude({ event: 'audit.exported', outcome: 'ok', detail });
    yield { id: String(number), data: { kind: 'bytes', base64: bytes.toString('base64') } };
  }
}

/** `audit-2026-11-24T14-07-32Z.csv`; JSON is one line an entry. */
const fileName = (at: string, format: AuditExportFormat): string =>
  `audit-${at.slice(0, 19).replaceAll(':', '-')}Z.${format === 'csv' ? 'csv' : 'jsonl'}`;

import type { Principal } from '@/core/access';
import { DeviceId, type RunId, type SessionId } from '@/core/ids';
import { hasEnded, type RunRow, type RunState } from '@/core/runs';
import type { SessionRecord } from '@/core/session-record';
import type { ExportFormat, ExportPiece } from '@/server/api/session-export';
import type { SessionEvent } from '@/server/api/session-watch';
import { asCustomer } from '@/server/db/open';
import { sealFor } from '@/server/vault/data-keys';
import type { TestDatabase } from './database';
import { apiOf } from './runs';
import type { World } from './world';

/** Opens a session on devices of acme-corp, the first one where nothing else is said. */
export const openCase = (
  me: Principal,
  { devices }: World,
  { symptom = 'The link is slow.', on = [0] }: { symptom?: string; on?: readonly number[] } = {},
) => apiOf(me).sessions.open({ symptom, devices: on.map((index) => DeviceId.parse(devices['acme-corp'][index])) });

export interface Seen {
  readonly events: readonly SessionEvent[];
  readonly lastEventId: string;
}

interface Wanted {
  readonly session: SessionId;
  readonly since: string;
  readonly after?: number;
  readonly lastEventId?: string;
}

/** Watches a session until `enough` says so, looking at each event as it comes. */
export async function watchCase(
  me: Principal,
  wanted: Wanted,
  enough: (event: SessionEvent, before: readonly SessionEvent[]) => boolean,
): Promise<Seen> {
  const events: SessionEvent[] = [];
  for await (const [id, data] of await apiOf(me).sessions.watch(wanted)) {
    const isEnough = enough(data, events);
    events.push(data);
    if (isEnough) return { events, lastEventId: id };
  }
  throw new Error('the view ended by itself');
}

export const isEndOf = (event: SessionEvent, run: RunId): boolean =>
  event.kind === 'run' && event.run.id === run && hasEnded(event.run.state);

/** The rows of a run that a view showed, as they came; fails where one is missing or comes twice. */
export function rowsSeen(events: readonly SessionEvent[], run: RunId): RunRow[] {
  const rows: RunRow[] = [];
  for (const event of events) {
    if (event.kind !== 'rows' || event.run !== run) continue;
    if (event.first !== rows.length) throw new Error(`rows from ${event.first} on came after ${rows.length}`);
    rows.push(...event.rows);
  }
  return rows;
}

export const stepsSeen = (events: readonly SessionEvent[]): number[] =>
  events.flatMap((event) => (event.kind === 'step' ? [event.step.number] : []));

export async function piecesOf(
  view: AsyncIterable<readonly [string, ExportPiece, ...unknown[]]>,
): Promise<ExportPiece[]> {
  const pieces: ExportPiece[] = [];
  for await (const [, piece] of view) pieces.push(piece);
  return pieces;
}

/** A session's export, joined. */
export async function exported(me: Principal, session: SessionId, as: ExportFormat) {
  const [file, ...pieces] = await piecesOf(await apiOf(me).sessions.export({ session, as }));
  if (file?.kind !== 'file') throw new Error('an export begins with its name');
  return { name: file.name, text: pieces.map((piece) => (piece.kind === 'text' ? piece.text : '')).join('') };
}

export async function recordOf(me: Principal, session: SessionId): Promise<SessionRecord> {
  return JSON.parse((await exported(me, session, 'json')).text);
}

/** Brings a run to an end as its runner would have, with rows in batches of at most 300 and the router's words. */
export async function endWith(
  { owner }: TestDatabase,
  run: RunId,
  { rows = [], state = 'done', words }: { rows?: readonly RunRow[]; state?: RunState; words?: string },
): Promise<void> {
  const [of] = await owner`select customer_id from app.run where id = ${run}`;
  const customerId = of?.customer_id;
  const seal = (table: string, column: string, row: string, plain: string) =>
    asCustomer(customerId, `run:${run}`, ({ db }) => sealFor(db, { table, column, row, customerId }, plain));
  for (let first = 0; first < rows.length; first += 300) {
    const some = rows.slice(first, first + 300);
    const text = JSON.stringify(some.map(({ afterMs, sentence, fields }) => [afterMs, sentence, fields]));
    const sealed = await seal('run_rows', 'sealed', `${run}/${first}`, text);
    await owner`insert into app.run_rows (run_id, first_row, row_count, customer_id, sealed)
      values (${run}, ${first}, ${some.length}, ${customerId}, ${sealed})`;
  }
  const fault = words === undefined ? null : await seal('run', 'fault_sealed', run, words);
  await owner`update app.run set state = ${state}, row_count = ${rows.length}, started_at = now(), ended_at = now(),
    sent = ${['/tool/ping address=10.99.0.1']}, fault_code = ${fault && 'trap'}, fault_sealed = ${fault} where id = ${run}`;
}

export const numberedRows = (count: number): RunRow[] =>
  Array.from({ length: count }, (_, index) => ({ afterMs: index, sentence: 0, fields: { seq: String(index) } }));

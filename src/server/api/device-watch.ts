import { z } from 'zod';
import type { Principal } from '@/core/access';
import { AppError } from '@/core/errors';
import { type DeviceId, RunId } from '@/core/ids';
import { hasEnded } from '@/core/runs';
import type { Transaction } from '@/server/db/connection';
import { findDevice } from '@/server/db/devices';
import { type Run, runsToFollow } from '@/server/db/runs';
import { Bell } from './bell';
import { DeviceStatusView, statusViewOf } from './device-views';
import type { Shown } from './procedure';
import { Row, RunView, rowsFrom, viewOf } from './run-views';

/** One thing that happened on a device. Rows of a run come in order, without a gap, each once. */
export const DeviceEvent = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('status'), status: DeviceStatusView }),
  z.object({ kind: z.literal('run'), run: RunView }),
  /** `first` is the number of the first of these rows in its run, from 0. */
  z.object({ kind: z.literal('rows'), run: RunId, first: z.int(), rows: z.array(Row) }),
]);
export type DeviceEvent = z.infer<typeof DeviceEvent>;

/** How far a view has come with each run: the number of the next row. */
type Positions = Map<string, number>;

interface View {
  readonly me: Principal;
  readonly device: DeviceId;
  readonly since: string;
  readonly at: Positions;
  /** What was last shown, so that it is shown again only when it changed. */
  readonly shown: Map<string, string>;
}

/** Batches a tick reads of one run: the rest comes at once in the next, so that no transaction is long. */
const batchesATick = 16;

/**
 * Follows a device: how it is, the runs in `known` (run -> next row), those under way, and every one asked for since
 * `since` (ISO 8601). `lastEventId` continues a view that was cut.
 */
export async function* watchDevice(
  { me, tick }: { me: Principal; tick: <T>(work: (db: Transaction['db']) => Promise<T>) => Promise<T> },
  wanted: {
    device: DeviceId;
    since: string;
    known: Readonly<Record<string, number>>;
    lastEventId?: string | undefined;
  },
  signal: AbortSignal | undefined,
): AsyncGenerator<Shown<DeviceEvent>> {
  const { device, since, known, lastEventId } = wanted;
  const at: Positions = lastEventId === undefined ? new Map(Object.entries(known)) : positionsIn(lastEventId);
  const view: View = { me, device, since, at, shown: new Map() };
  const bell = new Bell([
    ['routeward_rows', (payload) => payload.endsWith(device)],
    ['routeward_status', () => true],
  ]);
  try {
    while (signal?.aborted !== true) {
      const { events, isMore } = await tick((db) => look(db, view));
      for (const event of events) {
        advance(at, event);
        yield { id: writtenPositions(at), data: event };
      }
      if (!isMore) await bell.rung(signal);
    }
  } finally {
    bell.end();
  }
}

async function look(db: Transaction['db'], view: View): Promise<{ events: DeviceEvent[]; isMore: boolean }> {
  const { me, device, since, at, shown } = view;
  const events: DeviceEvent[] = [];
  const isNew = (key: string, value: unknown): boolean => {
    const text = JSON.stringify(value);
    if (shown.get(key) === text) return false;
    shown.set(key, text);
    return true;
  };
  const found = await findDevice(db, me, device);
  if (found === undefined) throw new AppError('notFound', 'no such device');
  const status = statusViewOf(found);
  if (isNew('status', status)) events.push({ kind: 'status', status });
  let isMore = false;
  for (const run of await runsToFollow(db, me, { device, known: [...at.keys()], since })) {
    const rows = await newRows({ db, me }, run, at);
    const next = (at.get(run.id) ?? 0) + rows.length;
    const isBehind = next < run.rowCount;
    isMore ||= isBehind;
    const shownRun: DeviceEvent = { kind: 'run', run: await viewOf(db, run) };
    const isEnd = hasEnded(run.state);
    if (!isEnd && isNew(run.id, shownRun)) events.push(shownRun);
    if (rows.length > 0) events.push({ kind: 'rows', run: run.id, first: next - rows.length, rows });
    // A run is shown as ended after its last row, so that whoever sees the end has seen everything.
    if (isEnd && !isBehind && isNew(run.id, shownRun)) events.push(shownRun);
  }
  return { events, isMore };
}

async function newRows(reader: Parameters<typeof rowsFrom>[0], run: Run, at: Positions) {
  const from = at.get(run.id) ?? 0;
  return run.rowCount > from ? rowsFrom(reader, run, { from, batches: batchesATick }) : [];
}

function advance(at: Positions, event: DeviceEvent): void {
  if (event.kind === 'rows') at.set(event.run, event.first + event.rows.length);
  else if (event.kind === 'run' && !at.has(event.run.id)) at.set(event.run.id, 0);
}

/** What stands for no positions: the id of an event may not be empty. */
const atTheStart = 'start';

const writtenPositions = (at: Positions): string =>
  at.size === 0 ? atTheStart : [...at].map(([run, next]) => `${run}:${next}`).join(',');

function positionsIn(text: string): Positions {
  const pairs = text === atTheStart ? [] : text.split(',').map((pair) => pair.split(':'));
  const parsed = z
    .array(z.tuple([RunId, z.coerce.number().int().min(0)]))
    .max(100)
    .safeParse(pairs);
  if (!parsed.success) throw new AppError('invalid', 'lastEventId: not an id of this view');
  return new Map(parsed.data);
}

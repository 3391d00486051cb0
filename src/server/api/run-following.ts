import { z } from 'zod';
import type { Principal } from '@/core/access';
import { AppError } from '@/core/errors';
import { RunId } from '@/core/ids';
import { hasEnded } from '@/core/runs';
import type { Transaction } from '@/server/db/connection';
import { type Among, type Run, runsToFollow } from '@/server/db/runs';
import { Moment } from './cursor';
import { Row, RunView, rowsFrom, viewOf } from './run-views';

type Db = Transaction['db'];

/** What happens to runs. Rows of a run come in order, without a gap, each once. */
export const runEvents = [
  z.object({ kind: z.literal('run'), run: RunView }),
  /** `first` is the number of the first of these rows in its run, from 0. */
  z.object({ kind: z.literal('rows'), run: RunId, first: z.int(), rows: z.array(Row) }),
] as const;
export type RunEvent = z.infer<(typeof runEvents)[number]>;

/** What a live view says of the runs that it follows. */
export const followed = {
  /** Runs asked for from then on are followed: ISO 8601, the `now` of what the view goes on from. */
  since: Moment,
  /** Runs already on screen, each with the number of the next row. */
  known: z
    .record(RunId, z.int().min(0))
    .refine((known) => Object.keys(known).length <= 50, 'at most 50')
    .default({}),
};

/** How far a view has come with each run: the number of the next row. */
type Positions = Map<string, number>;

/** Batches a look reads of one run: the rest comes at once in the next, so that no transaction is long. */
const batchesALook = 16;
/** And rows of all of them together; a run beyond is read with the next look. */
const mostRowsALook = 5_000;

/**
 * Follows runs: those it knows, those under way, and every one asked for since `since`. What it last showed it shows
 * again only when it changed.
 */
export class RunFollower {
  readonly #me: Principal;
  readonly #since: string;
  readonly #at: Positions;
  readonly #shown = new Map<string, string>();
  /** Those shown whole, to their end: nothing more comes of them. */
  readonly #over = new Set<string>();

  /** `positions` is what `written` gave, and continues a view that was cut. */
  constructor(me: Principal, wanted: z.output<z.ZodObject<typeof followed>>, positions: string | undefined) {
    this.#me = me;
    this.#since = wanted.since;
    this.#at = positions === undefined ? new Map(Object.entries(wanted.known)) : positionsIn(positions);
  }

  /** Whether this is another value than the one last shown under that name. */
  isNew(name: string, value: unknown): boolean {
    const text = JSON.stringify(value);
    if (this.#shown.get(name) === text) return false;
    this.#shown.set(name, text);
    return true;
  }

  async look(db: Db, among: Among): Promise<{ events: RunEvent[]; isMore: boolean }> {
    const events: RunEvent[] = [];
    let isMore = false;
    let budget = mostRowsALook;
    for (const run of await this.#followed(db, among)) {
      const rows = budget > 0 ? await this.#newRows(db, run) : [];
      budget -= rows.length;
      const next = (this.#at.get(run.id) ?? 0) + rows.length;
      const isBehind = next < run.rowCount;
      isMore ||= isBehind;
      const shown: RunEvent = { kind: 'run', run: await viewOf(db, run) };
      const isEnd = hasEnded(run.state);
      if (!isEnd && this.isNew(run.id, shown)) events.push(shown);
      if (rows.length > 0) events.push({ kind: 'rows', run: run.id, first: next - rows.length, rows });
      // A run is shown as ended after its last row, so that whoever sees the end has seen everything.
      if (isEnd && !isBehind && this.isNew(run.id, shown)) events.push(shown);
      if (isEnd && !isBehind) this.#over.add(run.id);
    }
    return { events, isMore };
  }

  advance(event: RunEvent): void {
    if (event.kind === 'rows') this.#at.set(event.run, event.first + event.rows.length);
    else if (!this.#at.has(event.run.id)) this.#at.set(event.run.id, 0);
  }

  /** Where it stands. */
  written(): string {
    return this.#at.size === 0 ? atTheStart : [...this.#at].map(([run, next]) => `${shortened(run)}:${next}`).join(',');
  }

  async #followed(db: Db, among: Among): Promise<Run[]> {
    const known = [...this.#at.keys()];
    const runs: Run[] = [];
    for (const some of inParts(among, this.#over))
      runs.push(...(await runsToFollow(db, this.#me, { among: some, known, since: this.#since })));
    return runs;
  }

  async #newRows(db: Db, run: Run) {
    const from = this.#at.get(run.id) ?? 0;
    return run.rowCount > from ? rowsFrom({ db, me: this.#me }, run, { from, batches: batchesALook }) : [];
  }
}

/** As many as a session has runs, and those that a view may bring along. */
const mostPositions = 250;
/** What stands for no positions: the id of an event may not be empty. */
const atTheStart = 'start';

/** As many runs as are looked for at once, so that of a long list none is left out. */
const runsALook = 50;

/** A list of runs in parts, without those that are over. */
function inParts(among: Among, over: ReadonlySet<string>): Among[] {
  if ('device' in among) return [among];
  const left = among.runs.filter((run) => !over.has(run));
  return Array.from({ length: Math.ceil(left.length / runsALook) }, (_, part) => ({
    runs: left.slice(part * runsALook, (part + 1) * runsALook),
  }));
}

/** An id in 22 characters: a session's 200 runs, each with its position, still fit the id of an event. */
const shortened = (run: string): string => Buffer.from(run.replaceAll('-', ''), 'hex').toString('base64url');
const lengthened = (run: string): string =>
  Buffer.from(run, 'base64url')
    .toString('hex')
    .replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');

function positionsIn(text: string): Positions {
  const pairs = text === atTheStart ? [] : text.split(',').map((pair) => pair.split(':'));
  const parsed = z
    .array(z.tuple([z.string().transform(lengthened).pipe(RunId), z.coerce.number().int().min(0)]))
    .max(mostPositions)
    .safeParse(pairs);
  if (!parsed.success) throw new AppError('invalid', 'lastEventId: not an id of this view');
  return new Map(parsed.data);
}

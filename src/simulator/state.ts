import { createHash } from 'node:crypto';
import type { Fields } from './command';
import { chanceOf } from './random';
import { writtenId } from './written';

/** A number that grows by itself: what it was at boot and how fast it has grown since. */
export interface Counter {
  readonly base: bigint;
  readonly perSecond: number;
}

/** One row of a menu: what it is configured to be, and what only counts. */
export interface Item {
  readonly id: number;
  fields: Fields;
  readonly counters?: Readonly<Record<string, Counter>>;
}

export type Change = { readonly item: Item; readonly isRemoved: boolean };

/** The rows of one menu, in order, and who listens to their changes. */
export class Table {
  readonly items: Item[] = [];
  readonly listeners = new Set<(change: Change) => void>();
  #lastId = 0;

  /** Puts a row at the end and gives it the next number, or the one it must have. */
  add(fields: Fields, extra: { counters?: Readonly<Record<string, Counter>>; id?: number } = {}): Item {
    const id = extra.id ?? this.#lastId + 1;
    this.#lastId = Math.max(this.#lastId, id);
    const item = { id, fields, ...(extra.counters === undefined ? {} : { counters: extra.counters }) };
    this.items.push(item);
    this.#tell({ item, isRemoved: false });
    return item;
  }

  set(item: Item, fields: Fields): void {
    item.fields = { ...item.fields, ...fields };
    this.#tell({ item, isRemoved: false });
  }

  remove(item: Item): void {
    this.items.splice(this.items.indexOf(item), 1);
    this.#tell({ item, isRemoved: true });
  }

  /** The row that `*1A` or a name stands for. */
  find(reference: string): Item | null {
    const isId = reference.startsWith('*');
    return (
      this.items.find(({ id, fields }) => (isId ? writtenId(id) === reference : fields.name === reference)) ?? null
    );
  }

  #tell(change: Change): void {
    for (const listener of this.listeners) listener(change);
  }
}

/** A line that something wrote into the log, beside those a router writes by itself. */
export interface LogLine {
  readonly at: number;
  readonly topics: string;
  readonly message: string;
}

/** Who is signed in over the API. */
export interface Session {
  readonly id: number;
  readonly name: string;
  readonly group: string;
  readonly address: string;
  readonly since: number;
}

/** How a menu's rows come to be the first time somebody looks. */
export type Seeds = Readonly<Record<string, (table: Table) => void>>;

/** All that a router knows and remembers. Its tables are built when they are first asked for: a fleet stays small. */
export class RouterState {
  /** When it booted, in milliseconds since 1970 by a right clock. */
  bootedAt: number;
  /** How far its clock is ahead of the right one. */
  clockSkewMs: number;
  /** Its clock's distance from UTC. */
  readonly zone: { readonly name: string; readonly offsetMinutes: number };
  /** Average load in percent, around which `cpuLoad` moves. */
  load: number;
  identity: string;
  readonly sessions = new Set<Session>();
  readonly logged: LogLine[] = [];
  readonly #seed: number;
  readonly #seeds: Seeds;
  readonly #tables = new Map<string, Table>();

  constructor(
    given: { seed: number; seeds: Seeds; bootedAt: number } & Pick<
      RouterState,
      'clockSkewMs' | 'zone' | 'load' | 'identity'
    >,
  ) {
    this.#seed = given.seed;
    this.#seeds = given.seeds;
    this.bootedAt = given.bootedAt;
    this.clockSkewMs = given.clockSkewMs;
    this.zone = given.zone;
    this.load = given.load;
    this.identity = given.identity;
  }

  get uptimeSeconds(): number {
    return Math.max(0, (Date.now() - this.bootedAt) / 1000);
  }

  /** A moment as its clock shows it: the UTC parts of the date are those on its display. */
  shown(at: number): Date {
    return new Date(at + this.clockSkewMs + this.zone.offsetMinutes * 60_000);
  }

  /** The present load in percent: it wanders, and is the same for whoever asks in the same two seconds. */
  cpuLoad(part = 0): number {
    const slot = Math.floor(Date.now() / 2000);
    const swing = Math.max(3, this.load * 0.35);
    const wander =
      chanceOf(this.#seed, 'cpu', slot, part) + chanceOf(this.#seed, 'cpu', Math.floor(slot / 15), part) - 1;
    return Math.round(Math.min(100, Math.max(0, this.load + wander * swing)));
  }

  /** A menu's rows, built now if nobody has looked before. */
  table(path: string): Table {
    const known = this.#tables.get(path);
    if (known !== undefined) return known;
    const table = new Table();
    // First known, then filled: a seed may look at its neighbours.
    this.#tables.set(path, table);
    this.#seeds[path]?.(table);
    return table;
  }

  value({ base, perSecond }: Counter): bigint {
    return base + BigInt(Math.floor(perSecond * this.uptimeSeconds));
  }

  log(topics: string, message: string): void {
    this.logged.push({ at: Date.now(), topics, message });
    if (this.logged.length > 1000) this.logged.shift();
  }

  /** A digest of all that is configured: the same before and after everything that only reads. */
  hash(): string {
    const tables = Object.keys(this.#seeds).map((path) => [
      path,
      this.table(path).items.map(({ id, fields }) => [id, fields]),
    ]);
    const whole = [this.identity, this.clockSkewMs, this.zone, this.load, tables];
    return createHash('sha256').update(JSON.stringify(whole)).digest('hex');
  }
}

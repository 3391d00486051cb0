import { createHash } from 'node:crypto';
import { Held } from './held';
import { isPassing } from './history/difference';
import { History } from './history/history';
import { SafeMode } from './history/safe-mode';
import { chanceOf } from './random';
import { type Counter, learnedAnew, Table } from './table';
import { Upcoming } from './upcoming';

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
  /** Ports whose power is cut for a moment, by name: until when, in milliseconds since 1970. */
  readonly unpowered = new Map<string, number>();
  /** SHA-256 of the certificate that its api-ssl service shows; null where it shows none. */
  fingerprint: string | null = null;
  identity: string;
  /** While it boots, nothing happens. */
  isUp = true;
  readonly sessions = new Set<Session>();
  readonly logged: LogLine[] = [];
  readonly upcoming = new Upcoming();
  /** What was changed, newest last. */
  readonly history = new History();
  readonly safeMode: SafeMode;
  /** Told after everything that changes what is configured. */
  readonly watchers = new Set<() => void>();
  readonly #seed: number;
  #seeds: Seeds;
  /** Whether counters still go on from what they were when this process began. */
  #isFirstBoot = true;
  readonly #tables = new Map<string, Table>();
  readonly #onlookers = new Set<(path: string, table: Table) => void>();
  readonly #held = new Held();

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
    this.safeMode = new SafeMode(this);
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
    this.upcoming.catchUp();
    const known = this.#tables.get(path);
    if (known !== undefined) return known;
    const table = new Table();
    // First known, then filled: a seed may look at its neighbours.
    this.#tables.set(path, table);
    this.#seeds[path]?.(table);
    for (const look of this.#onlookers) look(path, table);
    return table;
  }

  /** Whether something can be configured in a menu on this router. */
  has(path: string): boolean {
    return Object.hasOwn(this.#seeds, path);
  }

  /** The menus that somebody has looked at so far. */
  get built(): ReadonlyMap<string, Table> {
    return this.#tables;
  }

  /** Shows every menu to `look` as it stands now, and those built later as they begin; until the answer is called. */
  overlook(look: (path: string, table: Table) => void): () => void {
    for (const [path, table] of this.#tables) look(path, table);
    this.#onlookers.add(look);
    return () => this.#onlookers.delete(look);
  }

  /** Sets its clock so far ahead of the right one, as a person or a time server does. */
  setClock(aheadMs: number): void {
    this.clockSkewMs = aheadMs;
    this.changed();
  }

  /** Says that something that is configured has changed. */
  changed(): void {
    for (const watch of this.watchers) watch();
  }

  /**
   * Starts anew: what is configured stays, what only went on is over, and what a router learns from around it is learned
   * again, as `seeds` have it.
   */
  reboot(seeds: Seeds, bootedAt: number): void {
    this.#seeds = seeds;
    this.bootedAt = bootedAt;
    this.#isFirstBoot = false;
    this.sessions.clear();
    this.logged.splice(0);
    this.history.forget();
    for (const [path, table] of [...this.#tables]) {
      if (isPassing(path)) this.#tables.delete(path);
      else table.become(learnedAnew(table, this.#grown(path)));
    }
  }

  #grown(path: string): Table {
    const table = new Table();
    this.#seeds[path]?.(table);
    return table;
  }

  value({ base, perSecond, isFastTracked }: Counter): bigint {
    const seconds = this.uptimeSeconds - (isFastTracked === true ? this.#held.seconds : 0);
    return (this.#isFirstBoot ? base : 0n) + BigInt(Math.floor(perSecond * Math.max(0, seconds)));
  }

  /** Forwards nothing past the firewall until what it returns is called: torch and its like have to see every packet. */
  holdFastTrack(): () => void {
    return this.#held.take();
  }

  /** A counter that is nothing at `at` (milliseconds since 1970) and grows from there. */
  countingFrom(at: number, perSecond: number): Counter {
    return { base: -BigInt(Math.floor(perSecond * Math.max(0, (at - this.bootedAt) / 1000))), perSecond };
  }

  log(topics: string, message: string, at = Date.now()): void {
    this.logged.push({ at, topics, message });
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

import { lengthAround } from './around';
import { type ReadId, readOf } from './index';
import type { Values } from './parameter';
import { clockMoment, momentOf, routerTime } from './router-time';
import type { Sieve } from './sentence-form';
import { durationMs, list, number } from './values';

interface Row {
  readonly sentence: number;
  readonly fields: Readonly<Record<string, string>>;
}

/** Takes a run's rows one by one, in the order they come, and gives back those to be kept. */
export interface RowSieve<R extends Row> {
  /** The rows to keep now: this one, or none. */
  take(row: R): readonly R[];
  /** At the end, however it ended: the rows that could not be decided before. */
  rest(): readonly R[];
  /** More fits than was wanted: what else comes is not kept. */
  readonly isOver: boolean;
}

/** Does what the action's `sieve` says. An action without one keeps every row as it comes. */
export function sieveOf<R extends Row>(id: ReadId, values: Values): RowSieve<R> {
  const { sieve } = readOf(id);
  if (sieve === null) return { take: (row) => [row], rest: () => [], isOver: false };
  const hold = holderOf<R>(sieve, values);
  const room = sieve.first === undefined ? undefined : values[sieve.first.parameter];
  let now: number | null = null;
  let kept = 0;
  return {
    take(row) {
      if (row.sentence === sieve.within?.clock) now = clockMoment(row.fields);
      if (row.sentence !== sieve.sentence) return [row];
      if (!keeps(sieve, values, { fields: row.fields, now })) return [];
      kept += 1;
      if (typeof room === 'number' && kept > room) return [];
      if (hold === null) return [row];
      hold.take(row);
      return [];
    },
    rest: () => hold?.held.splice(0) ?? [],
    get isOver() {
      return typeof room === 'number' && kept > room;
    },
  };
}

/** Holds rows back of which only the end can tell which are meant. */
interface Holder<R extends Row> {
  take(row: R): void;
  readonly held: R[];
}

/** Null where every row can be decided as it comes. */
function holderOf<R extends Row>({ covering, last, latest, busiest }: Sieve, values: Values): Holder<R> | null {
  const most = last === undefined ? undefined : values[last.parameter];
  if (typeof most === 'number') return lastOf(most);
  if (latest !== undefined) return latestOf(latest.alike);
  if (busiest !== undefined) return busiestOf(busiest, values);
  return covering === undefined ? null : coveringOf(covering, values);
}

function lastOf<R extends Row>(most: number): Holder<R> {
  const held: R[] = [];
  return {
    held,
    take(row) {
      held.push(row);
      if (held.length > most) held.shift();
    },
  };
}

function latestOf<R extends Row>(alike: readonly string[]): Holder<R> {
  const held: R[] = [];
  const places = new Map<string, number>();
  return {
    held,
    take(row) {
      const key = JSON.stringify(alike.map((field) => row.fields[field] ?? ''));
      const place = places.get(key) ?? held.length;
      places.set(key, place);
      held[place] = row;
    },
  };
}

function busiestOf<R extends Row>({ parameter, by }: NonNullable<Sieve['busiest']>, values: Values): Holder<R> {
  const held: R[] = [];
  const most = values[parameter];
  const busyness = ({ fields }: R): number => by.reduce((sum, field) => sum + (number(fields[field] ?? '') ?? 0), 0);
  return {
    held,
    take(row) {
      if (held[0] !== undefined && held[0].fields['.section'] !== row.fields['.section']) held.length = 0;
      const busy = busyness(row);
      const before = held.findIndex((other) => busyness(other) < busy);
      held.splice(before === -1 ? held.length : before, 0, row);
      if (typeof most === 'number' && held.length > most) held.pop();
    },
  };
}

function coveringOf<R extends Row>(covering: NonNullable<Sieve['covering']>, values: Values): Holder<R> {
  const held: R[] = [];
  let longest = -1;
  return {
    held,
    take(row) {
      const length = lengthIn(covering, values, row.fields) ?? 0;
      if (length > longest) held.length = 0;
      longest = Math.max(longest, length);
      if (length === longest) held.push(row);
    },
  };
}

interface Judged {
  readonly fields: Row['fields'];
  /** The router's clock; null when it could not be read. */
  readonly now: number | null;
}

function keeps(sieve: Sieve, values: Values, judged: Judged): boolean {
  return [hasTopic, holdsText, isNamed, isRecent, liesAround].every((judge) => judge(sieve, values, judged));
}

function hasTopic({ anyOf }: Sieve, values: Values, { fields }: Judged): boolean {
  const wanted = anyOf === undefined ? undefined : values[anyOf.parameter];
  if (anyOf === undefined || !Array.isArray(wanted) || wanted.length === 0) return true;
  return list(fields[anyOf.field] ?? '').some((topic) => wanted.includes(topic));
}

const holdsText = ({ contains = [] }: Sieve, values: Values, { fields }: Judged): boolean =>
  contains.every(({ parameter, fields: names }) => {
    const wanted = values[parameter];
    if (typeof wanted !== 'string') return true;
    return names.some((name) => (fields[name] ?? '').toLowerCase().includes(wanted.toLowerCase()));
  });

/** RouterOS writes a port behind some addresses and a length behind others, and lists of them. */
const isNamed = ({ is = [] }: Sieve, values: Values, { fields }: Judged): boolean =>
  is.every(({ parameter, fields: names }) => {
    const wanted = values[parameter];
    if (wanted === undefined || typeof wanted === 'object') return true;
    return names.some((name) => list(fields[name] ?? '').some((one) => means(one, String(wanted))));
  });

const means = (written: string, wanted: string): boolean =>
  written === wanted ||
  written === `${wanted}/32` ||
  written === `${wanted}/128` ||
  // RouterOS up to 7.15 has one field for both ends of a connection's address: `10.0.0.9:443`.
  (/^[\d.]+:\d+$/.test(written) && written.split(':').includes(wanted));

/** A time that cannot be read, or that only a clock could place, counts as recent. */
function isRecent({ within }: Sieve, values: Values, { fields, now }: Judged): boolean {
  const wanted = within === undefined ? undefined : values[within.parameter];
  if (within === undefined || typeof wanted !== 'string' || now === null) return true;
  const [span, time] = [durationMs(wanted), routerTime(fields[within.field] ?? '')];
  const moment = time === null ? null : momentOf(time, now);
  return span === null || moment === null || moment >= now - span;
}

/** How long the network of the row is, if the address lies in it; null otherwise, and where no address was given. */
function lengthIn(covering: Sieve['covering'], values: Values, fields: Row['fields']): number | null {
  const address = covering === undefined ? undefined : values[covering.parameter];
  if (covering === undefined || typeof address !== 'string') return null;
  return lengthAround(fields[covering.field] ?? '', address);
}

const liesAround = ({ covering }: Sieve, values: Values, { fields }: Judged): boolean =>
  covering === undefined || values[covering.parameter] === undefined || lengthIn(covering, values, fields) !== null;

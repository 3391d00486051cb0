import type { Sieve, Values } from './define';
import { type ActionId, actionOf } from './index';
import { clockMoment, momentOf, routerTime } from './router-time';
import { durationMs, list } from './values';

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
}

/** Does what the action's `sieve` says. An action without one keeps every row as it comes. */
export function sieveOf<R extends Row>(actionId: ActionId, values: Values): RowSieve<R> {
  const { sieve } = actionOf(actionId);
  if (sieve === null) return { take: (row) => [row], rest: () => [] };
  const most = sieve.last === undefined ? undefined : values[sieve.last.parameter];
  const held: R[] = [];
  let now: number | null = null;
  return {
    take(row) {
      if (row.sentence === sieve.within?.clock) now = clockMoment(row.fields);
      if (row.sentence !== sieve.sentence) return [row];
      if (!keeps(sieve, values, { fields: row.fields, now })) return [];
      if (typeof most !== 'number') return [row];
      held.push(row);
      if (held.length > most) held.shift();
      return [];
    },
    rest: () => held.splice(0),
  };
}

interface Judged {
  readonly fields: Row['fields'];
  /** The router's clock; null when it could not be read. */
  readonly now: number | null;
}

function keeps(sieve: Sieve, values: Values, judged: Judged): boolean {
  return hasTopic(sieve, values, judged) && holdsText(sieve, values, judged) && isRecent(sieve, values, judged);
}

function hasTopic({ anyOf }: Sieve, values: Values, { fields }: Judged): boolean {
  const wanted = anyOf === undefined ? undefined : values[anyOf.parameter];
  if (anyOf === undefined || !Array.isArray(wanted) || wanted.length === 0) return true;
  return list(fields[anyOf.field] ?? '').some((topic) => wanted.includes(topic));
}

function holdsText({ contains }: Sieve, values: Values, { fields }: Judged): boolean {
  const wanted = contains === undefined ? undefined : values[contains.parameter];
  if (contains === undefined || typeof wanted !== 'string') return true;
  return (fields[contains.field] ?? '').toLowerCase().includes(wanted.toLowerCase());
}

/** A time that cannot be read, or that only a clock could place, counts as recent. */
function isRecent({ within }: Sieve, values: Values, { fields, now }: Judged): boolean {
  const wanted = within === undefined ? undefined : values[within.parameter];
  if (within === undefined || typeof wanted !== 'string' || now === null) return true;
  const [span, time] = [durationMs(wanted), routerTime(fields[within.field] ?? '')];
  const moment = time === null ? null : momentOf(time, now);
  return span === null || moment === null || moment >= now - span;
}

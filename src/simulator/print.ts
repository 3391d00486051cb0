import type { Fields } from './command';
import type { Call, Machine, Operation } from './machine';
import { readQuery } from './query';
import type { Item } from './table';
import { writtenId } from './written';

/** What a menu prints. */
export interface Printed {
  /** Rows as they stand now, with every property; `.id` first where there is one. */
  rows(machine: Machine): Iterable<Fields>;
  /** A menu of settings: one row, no `.id`, nothing to follow or to count. */
  readonly isSettings?: boolean;
  /** Properties that appear only with `=stats=`. */
  readonly stats?: readonly string[];
  /** Properties for accounts that may see what is sensitive. */
  readonly secrets?: readonly string[];
}

const everywhere = ['.proplist', 'as-value', 'file', 'interval', 'without-paging', 'detail', 'terse', 'stats'];
const ofLists = [
  ...['append', 'brief', 'count-only', 'follow', 'follow-only', 'from', 'numbers', '.id', 'oid', 'show-ids'],
  ...['value-list', 'where', 'proplist', 'stats-detail'],
];

/** How often a long print lets others speak. */
const breath = 250;

export function printOf(printed: Printed): Operation {
  return {
    policy: 'read',
    parameters: printed.isSettings ? everywhere : [...everywhere, ...ofLists],
    run: (call) => print(call, printed),
  };
}

async function print(call: Call, printed: Printed): Promise<Fields | 'empty' | null> {
  const isMeant = readQuery(call.queries);
  const isNumbered = numbered(call);
  const matching = function* () {
    for (const row of printed.rows(call.machine)) if (isNumbered(row) && isMeant(row)) yield row;
  };
  if (call.attributes.has('count-only')) return { ret: String(await counted(call, matching())) };
  const cut = cutter(call, printed);
  let count = 0;
  do {
    for (const row of matching()) {
      call.reply(cut(row));
      count++;
      if (count % breath === 0) await call.breathe();
      if (call.signal.aborted) return null;
    }
    if (call.machine.faults.isEndless) await call.breathe();
  } while (call.machine.faults.isEndless && count > 0 && !call.signal.aborted);
  return count === 0 && !printed.isSettings ? 'empty' : null;
}

async function counted(call: Call, rows: Iterable<Fields>): Promise<number> {
  let count = 0;
  for (const _ of rows) {
    count++;
    if (count % breath === 0) await call.breathe();
  }
  return count;
}

/** Rows that `numbers`, `from` or `.id` names: all when none of them is there. */
function numbered({ attributes }: Call): (row: Fields) => boolean {
  const given = attributes.get('numbers') ?? attributes.get('from') ?? attributes.get('.id');
  if (given === undefined) return () => true;
  const wanted = given.split(',');
  return (row) => wanted.includes(row['.id'] ?? '') || wanted.includes(row.name ?? '');
}

/** What is left of a row for this account and this question. */
function cutter(call: Call, { stats = [], secrets = [] }: Printed): (row: Fields) => Fields {
  if (call.machine.faults.tellsAll) return (row) => row;
  const list = call.attributes.get('.proplist') ?? call.attributes.get('proplist');
  const wanted = list?.split(',').filter((name) => name !== '');
  const hidden = new Set([
    ...(call.attributes.has('stats') || call.attributes.has('stats-detail') ? [] : stats),
    ...(call.account.policies.includes('sensitive') ? [] : secrets),
  ]);
  return (row) => {
    const names = wanted ?? Object.keys(row);
    const shown: Fields = {};
    for (const name of names) if (Object.hasOwn(row, name) && !hidden.has(name)) shown[name] = row[name] ?? '';
    return shown;
  };
}

/** A table's row with its number and what it has counted so far. */
export function rowOf({ id, fields, counters = {} }: Item, { state }: Machine): Fields {
  const row: Fields = { '.id': writtenId(id), ...fields };
  for (const [name, counter] of Object.entries(counters)) row[name] = state.value(counter).toString();
  return row;
}

/** The rows of a table as they are. */
export const rowsOf =
  (path: string): Printed['rows'] =>
  (machine) =>
    machine.state.table(path).items.map((item) => rowOf(item, machine));

import { isAskedFor, type Row } from './second-queries';
import { type Answer, type Asked, type Dialect, refusal } from './second-said';

/** Of a rule, told only where `=stats=` or `=detail=` was said. */
const counters = ['bytes', 'packets'];
const known = ['.proplist', 'detail', 'stats', 'count-only', 'without-paging', 'terse'];

export function* print({ attributes, queries }: Asked, rows: readonly Row[], dialect: Dialect): Answer {
  const unknown = Object.keys(attributes).find((name) => !known.includes(name));
  if (unknown !== undefined) {
    yield refusal(dialect.isSeven ? `unknown parameter ${unknown}` : 'unknown parameter', 0);
    return {};
  }
  const found = rows.filter((row) => isAskedFor(row, queries));
  if ('count-only' in attributes) return { ret: String(found.length) };
  for (const row of found) yield { kind: '!re', row: chosen(row, attributes) };
  if (found.length === 0 && dialect.saysEmpty) yield { kind: '!empty' };
  return {};
}

/** What a row does not have is left out without a word; of a row with none of it nothing is left but the `!re`. */
function chosen(row: Row, attributes: Row): Row {
  const list = attributes['.proplist'];
  const hasCounters = 'stats' in attributes || 'detail' in attributes || !('chain' in row);
  const names = list === undefined || list === '' ? Object.keys(row) : list.split(',');
  return Object.fromEntries(
    names.flatMap((name) => {
      const value = row[name];
      return value === undefined || (!hasCounters && counters.includes(name)) ? [] : [[name, value]];
    }),
  );
}

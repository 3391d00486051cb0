/** `?` words as the manual describes them ("Queries"): a stack of truths below which all is true, without end. */

export type Row = Readonly<Record<string, string>>;

/** Whether nothing false is left on the stack after all the words, in their order. */
export function isAskedFor(row: Row, queries: readonly string[]): boolean {
  const stack: boolean[] = [];
  for (const query of queries) {
    if (query.startsWith('?#')) operate(stack, query.slice(2));
    else stack.push(isTrueOf(row, query.slice(1)));
  }
  return stack.every((value) => value);
}

function isTrueOf(row: Row, query: string): boolean {
  if (query.startsWith('-')) return row[query.slice(1)] === undefined;
  const sign = /^[<>=]/.exec(query)?.[0] ?? '';
  const [, name = query, wanted] = /^([^=]+)=(.*)$/s.exec(query.slice(sign.length)) ?? [];
  const value = row[name];
  if (value === undefined) return false;
  if (wanted === undefined) return true;
  if (sign === '<') return order(value, wanted) < 0;
  if (sign === '>') return order(value, wanted) > 0;
  return value === wanted;
}

const order = (one: string, other: string): number =>
  /^\d+$/.test(one) && /^\d+$/.test(other)
    ? Number(BigInt(one) - BigInt(other))
    : one < other
      ? -1
      : Number(one > other);

/** The top has index 0. */
const valueAt = (stack: readonly boolean[], index: number): boolean => stack[stack.length - 1 - index] ?? true;

const isIndex = (part: string | undefined): boolean => part !== undefined && /^\d/.test(part);

function operate(stack: boolean[], operations: string): void {
  const parts = operations.match(/\d+|./g) ?? [];
  for (const [at, part] of parts.entries()) {
    // A dot behind an index only ends it.
    if (part === '.' && isIndex(parts[at - 1])) continue;
    if (isIndex(part)) {
      const value = valueAt(stack, Number(part));
      // An index at the end replaces all of it.
      if (at === parts.length - 1) stack.length = 0;
      stack.push(value);
    } else combine(stack, part);
  }
}

function combine(stack: boolean[], operation: string): void {
  const top = valueAt(stack, 0);
  const below = valueAt(stack, 1);
  if (operation === '.') stack.push(top);
  else if (operation === '!') stack.splice(-1, 1, !top);
  else if (operation === '&') stack.splice(-2, 2, top && below);
  else if (operation === '|') stack.splice(-2, 2, top || below);
  else throw new Error(`no operation is called ${operation}`);
}

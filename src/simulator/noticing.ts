import type { Fields } from './command';
import type { Machine, Operation } from './machine';
import type { Item } from './table';

/** A row that a command touched: what it said before, and null where it was not there before or is not any more. */
export interface Touched {
  readonly item: Item;
  readonly before: Fields | null;
  readonly after: Fields | null;
}

/** The operation, and afterwards what follows from each row of `path` that it touched. */
export function noticing(
  operation: Operation,
  path: string,
  follows: (machine: Machine, touched: Touched) => void,
): Operation {
  return {
    ...operation,
    run: async (call) => {
      const { items } = call.machine.state.table(path);
      const known = new Map(items.map((item) => [item, item.fields]));
      const ending = await operation.run(call);
      const here = new Set(items);
      for (const item of new Set([...known.keys(), ...items])) {
        const [before, after] = [known.get(item) ?? null, here.has(item) ? item.fields : null];
        if (before !== after) follows(call.machine, { item, before, after });
      }
      return ending;
    },
  };
}

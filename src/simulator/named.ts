import type { Call } from './machine';
import type { Item } from './table';
import { missing, noSuchItem } from './trap';

/** The rows that `.id` or `numbers` stands for. Throws Trap. */
export function named({ attributes, machine }: Call, path: string): Item[] {
  const given = attributes.get('.id') ?? attributes.get('numbers');
  if (given === undefined || given === '') throw missing('numbers');
  return given.split(',').map((reference) => {
    const item = machine.state.table(path).find(reference);
    if (item === null) throw noSuchItem();
    return item;
  });
}

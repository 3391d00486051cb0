import type { Fields } from './command';
import { writtenId } from './written';

/** A number that grows by itself: what it was at boot and how fast it has grown since. */
export interface Counter {
  readonly base: bigint;
  readonly perSecond: number;
  /** Counts what FastTrack forwards: stands still while something holds it. */
  readonly isFastTracked?: true;
}

/** One row of a menu: what it is configured to be, and what only counts. */
export interface Item {
  readonly id: number;
  /** Replaced as a whole when a property changes, never written into: whoever kept the old ones can put them back. */
  fields: Readonly<Fields>;
  readonly counters?: Readonly<Record<string, Counter>>;
}

export type Change = { readonly item: Item; readonly isRemoved: boolean };

/** A row as it stood at some moment. */
export interface Stood {
  readonly item: Item;
  readonly fields: Readonly<Fields>;
}

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

  /** Properties that the row does not have any more. */
  unset(item: Item, names: readonly string[]): void {
    item.fields = Object.fromEntries(Object.entries(item.fields).filter(([name]) => !names.includes(name)));
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

  /** All rows as they stand now, in order. */
  stand(): Stood[] {
    return this.items.map((item) => ({ item, fields: item.fields }));
  }

  /** Makes the rows exactly these, in this order, and tells of every one that changes. */
  become(rows: readonly Stood[]): void {
    const [before, kept] = [new Set(this.items), new Set(rows.map(({ item }) => item))];
    const gone = this.items.filter((item) => !kept.has(item));
    this.items.splice(0, this.items.length, ...rows.map(({ item }) => item));
    for (const item of gone) this.#tell({ item, isRemoved: true });
    for (const { item, fields } of rows) {
      if (before.has(item) && item.fields === fields) continue;
      item.fields = fields;
      this.#tell({ item, isRemoved: false });
    }
  }

  #tell(change: Change): void {
    for (const listener of this.listeners) listener(change);
  }
}

/** The rows of a menu after a reboot: those that a person made, and the dynamic ones that it has by itself. */
export function learnedAnew(table: Table, grown: Table): Stood[] {
  const isDynamic = ({ fields }: Stood): boolean => fields.dynamic === 'true';
  const own = new Map(grown.stand().map((row) => [row.item.id, row]));
  const kept = table.stand().flatMap((row) => {
    if (!isDynamic(row)) return [row];
    const again = own.get(row.item.id);
    return again !== undefined && isDynamic(again) ? [{ item: row.item, fields: again.fields }] : [];
  });
  const ids = new Set(kept.map(({ item }) => item.id));
  return [...kept, ...grown.stand().filter((row) => isDynamic(row) && !ids.has(row.item.id))];
}

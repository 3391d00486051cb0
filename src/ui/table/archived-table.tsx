import type { ReactNode } from 'react';
import { day } from '@/core/shown/format';

interface ArchivedTableProps<Item> {
  /** What they are, as in "Archived sites". */
  readonly things: string;
  /** What stands above the names, and above what else tells them apart. */
  readonly headings: readonly [name: string, fact: string];
  readonly items: readonly Item[];
  readonly named: (item: Item) => { readonly key: string; readonly name: string; readonly fact: ReactNode };
  readonly onRestore: (item: Item) => void;
  /** What else can be done with one. */
  readonly deeds?: (item: Item) => ReactNode;
}

/** What was archived and can be brought back. */
export function ArchivedTable<Item extends { readonly archivedAt: string }>({
  things,
  headings: [name, fact],
  items,
  named,
  onRestore,
  deeds,
}: ArchivedTableProps<Item>) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by keyboard
    <section className="table-region flex-none min-h-0" tabIndex={0} aria-label={`Table of archived ${things}`}>
      <table className="table table-archived">
        <caption className="sr-only">Archived {things}, by name</caption>
        <thead>
          <tr>
            <th scope="col">{name}</th>
            <th scope="col">{fact}</th>
            <th scope="col">Archived</th>
            <th scope="col">
              <span className="sr-only">Change</span>
            </th>
          </tr>
        </thead>
        <tbody>
          {items.map((item) => {
            const { key, name, fact } = named(item);
            return (
              <tr key={key}>
                <td className="cell-name">
                  <bdi>{name}</bdi>
                </td>
                <td className="cell-fact">{fact}</td>
                <td className="cell-since mono">
                  <time dateTime={item.archivedAt}>{day(item.archivedAt)}</time>
                </td>
                <td className="cell-end">
                  <span className="inline-flex gap-2">
                    <button type="button" className="button button-row" onClick={() => onRestore(item)}>
                      Bring back<span className="sr-only"> {name}</span>
                    </button>
                    {deeds?.(item)}
                  </span>
                </td>
              </tr>
            );
          })}
        </tbody>
      </table>
    </section>
  );
}

/** The same below a list of those that are not archived. */
export function ArchivedSection<Item extends { readonly archivedAt: string }>(props: ArchivedTableProps<Item>) {
  if (props.items.length === 0) return null;
  return (
    <section aria-labelledby="archived">
      <h2 id="archived" className="px-4 pt-5 pb-3">
        Archived {props.things}
      </h2>
      <ArchivedTable {...props} />
    </section>
  );
}

import { day } from '@/core/shown/format';
import type { ArchivedCustomer } from './customer';

interface ArchivedCustomersProps {
  readonly customers: readonly ArchivedCustomer[];
  readonly onRestore: (slug: string) => void;
}

export function ArchivedCustomers({ customers, onRestore }: ArchivedCustomersProps) {
  return (
    <section aria-labelledby="archived">
      <h2 id="archived" className="px-4 pt-5 pb-3">
        Archived customers
      </h2>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by keyboard */}
      <section className="table-region flex-none min-h-0" tabIndex={0} aria-label="Table of archived customers">
        <table className="table table-archived">
          <caption className="sr-only">Archived customers</caption>
          <thead>
            <tr>
              <th scope="col">Customer</th>
              <th scope="col">Name</th>
              <th scope="col">Archived</th>
              <th scope="col">
                <span className="sr-only">Change</span>
              </th>
            </tr>
          </thead>
          <tbody>
            {customers.map(({ slug, name, archivedAt }) => (
              <tr key={slug}>
                <td>{slug}</td>
                <td className="cell-full">
                  <bdi>{name}</bdi>
                </td>
                <td className="cell-since mono">
                  <time dateTime={archivedAt}>{day(archivedAt)}</time>
                </td>
                <td className="cell-end">
                  <button type="button" className="button button-row" onClick={() => onRestore(slug)}>
                    Bring back<span className="sr-only"> {slug}</span>
                  </button>
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </section>
    </section>
  );
}

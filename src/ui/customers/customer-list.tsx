import { counted, number } from '@/core/shown/format';
import { Link } from '../link';

interface CustomerListProps {
  readonly customers: readonly {
    readonly slug: string;
    readonly name: string;
    readonly stripe: number;
    readonly timeZone: string;
    readonly deviceCount: number;
  }[];
}

export function CustomerList({ customers }: CustomerListProps) {
  return (
    <>
      <div className="flex flex-wrap items-baseline gap-x-3 px-4 py-3.5">
        <h1>Customers</h1>
        <p className="text-ink-2">{counted(customers.length, 'customer')} assigned to you</p>
      </div>
      {customers.length === 0 ? (
        <p className="border-t border-rule bg-surface px-4 py-6">
          No customer is assigned to you. A Super Admin can assign one.
        </p>
      ) : (
        // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by keyboard
        <section className="table-region" tabIndex={0} aria-label="Customer table">
          <table className="table table-customers">
            <caption className="sr-only">Customers, by name</caption>
            <thead>
              <tr>
                <th scope="col">Customer</th>
                <th scope="col">Name</th>
                <th scope="col" className="number">
                  Devices
                </th>
                <th scope="col">Time zone</th>
              </tr>
            </thead>
            <tbody>
              {customers.map(({ slug, name, stripe, timeZone, deviceCount }) => (
                <tr key={slug}>
                  <td>
                    <span className="inline-flex items-center gap-2" data-stripe={stripe}>
                      <span className="scope-mark" />
                      <Link className="row-link" href={`/customers/${slug}/devices`} data-row>
                        {slug}
                      </Link>
                    </span>
                  </td>
                  <td>{name}</td>
                  <td className="cell-count number">{number(deviceCount)}</td>
                  <td>{timeZone}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </section>
      )}
    </>
  );
}

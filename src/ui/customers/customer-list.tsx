import type { ReactNode } from 'react';
import { counted, minute, number } from '@/core/shown/format';
import { Link } from '../link';
import type { Customer } from './customer';
import { CustomerMark } from './customer-mark';
import { alarmWords } from './policy';

interface CustomerListProps {
  readonly customers: readonly Customer[];
}

/** The customers somebody reaches, for those who may only look. */
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
        <CustomerTable customers={customers} />
      )}
    </>
  );
}

interface CustomerTableProps extends CustomerListProps {
  /** What can be changed about one, where something can: a column of its own. */
  readonly deeds?: (customer: Customer) => ReactNode;
}

export function CustomerTable({ customers, deeds }: CustomerTableProps) {
  const region = deeds ? 'table-region flex-none min-h-0' : 'table-region';
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by keyboard
    <section className={region} tabIndex={0} aria-label="Customer table">
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
            <th scope="col">On call</th>
            {deeds ? (
              <>
                <th scope="col">Devices are asked</th>
                <th scope="col">Alarms</th>
                <th scope="col">Changes</th>
                <th scope="col">
                  <span className="sr-only">Change</span>
                </th>
              </>
            ) : null}
          </tr>
        </thead>
        <tbody>
          {customers.map((customer) => (
            <CustomerRow key={customer.slug} customer={customer} {...(deeds ? { deeds } : {})} />
          ))}
        </tbody>
      </table>
    </section>
  );
}

interface CustomerRowProps extends Pick<CustomerTableProps, 'deeds'> {
  readonly customer: Customer;
}

function CustomerRow({ customer, deeds }: CustomerRowProps) {
  const { slug, name, stripe, timeZone, deviceCount, isProbed, onCall } = customer;
  return (
    <tr>
      <td className="cell-slug">
        <CustomerMark stripe={stripe}>
          <Link className="row-link" href={`/customers/${slug}/devices`} data-row>
            {slug}
          </Link>
        </CustomerMark>
      </td>
      <td className="cell-full">
        <bdi>{name}</bdi>
      </td>
      <td className="cell-count number">{number(deviceCount)}</td>
      <td className="cell-zone">{timeZone}</td>
      <td className="cell-on-call">
        {onCall === null ? 'nobody' : `${onCall.name} until ${minute(onCall.until)} UTC`}
      </td>
      {deeds ? (
        <>
          <td className="cell-probed">{isProbed ? 'every minute' : 'no'}</td>
          <td className="cell-alarms">{alarmWords(customer)}</td>
          <td className="cell-changes">
            {customer.changePolicy === 'secondPerson' ? 'by two people' : 'W3 by two people'}
          </td>
          <td className="cell-end">{deeds(customer)}</td>
        </>
      ) : null}
    </tr>
  );
}

'use client';

import { useRef } from 'react';
import { may, type Role } from '@/core/access';
import { type BulkCounts, bulkOutcomes, noneYet, settled } from '@/core/bulk-runs';
import { counted, minute, number } from '@/core/shown/format';
import { runTitle } from '@/core/shown/run-words';
import { CustomerMark } from '../customers/customer-mark';
import { Link } from '../link';
import type { BulkRunListPage, BulkRunView } from '../live/views';
import { Pager } from '../table/pager';
import { useRowKeys } from '../table/row-keys';
import { outcomeWords } from './outcome';

export interface BulkListProps {
  readonly path: string;
  /** The customer's slug; `null` for all customers, where every row names its customer. */
  readonly customer: string | null;
  /** Which colour each customer has. */
  readonly stripes: Readonly<Record<string, number>>;
  readonly role: Role;
  readonly page: BulkRunListPage;
  /** Where this page begins; undefined: with the newest. */
  readonly after: string | undefined;
}

/** What was asked of many devices, the newest first. */
export function BulkList({ path, customer, stripes, role, page, after }: BulkListProps) {
  return (
    <>
      <div className="flex flex-wrap items-baseline gap-x-3 gap-y-1 px-4 pt-3.5 pb-3">
        <h1>Bulk runs</h1>
        <p className="text-ink-2">{customer === null ? 'of all my customers' : `in ${customer}`}, the newest first</p>
      </div>
      {page.items.length > 0 ? (
        <BulkTable items={page.items} stripes={customer === null ? stripes : null} />
      ) : (
        <NoBulkRuns customer={customer} role={role} />
      )}
      <Pager
        after={after}
        next={page.next}
        words={{ first: 'Newest', next: 'Next 25, older' }}
        addressOf={(place) => (place === undefined ? path : `${path}?after=${encodeURIComponent(place)}`)}
      />
    </>
  );
}

interface BulkTableProps {
  readonly items: readonly BulkRunView[];
  readonly stripes: Readonly<Record<string, number>> | null;
}

function BulkTable({ items, stripes }: BulkTableProps) {
  const region = useRef<HTMLElement>(null);
  useRowKeys(region);
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by keyboard
    <section className="table-region" ref={region} tabIndex={0} aria-label="Table of bulk runs">
      <table className="table table-bulk-runs">
        <caption className="sr-only">Bulk runs, the newest first</caption>
        <thead>
          <tr>
            <th scope="col">Action</th>
            {stripes ? <th scope="col">Customer</th> : null}
            <th scope="col" className="number">
              Devices
            </th>
            <th scope="col">Outcomes</th>
            <th scope="col">Asked by</th>
            <th scope="col">Asked, UTC</th>
          </tr>
        </thead>
        <tbody>
          {items.map((one) => (
            <tr key={one.id}>
              <td className="cell-name">
                <Link className="row-link" href={`/customers/${one.customer}/bulk/${one.id}`} data-row>
                  <bdi>{runTitle(one)}</bdi>
                </Link>
                {one.repeatOf === null ? null : <span className="text-ink-3"> repeat</span>}
              </td>
              {stripes ? (
                <td className="cell-customer">
                  <CustomerMark stripe={stripes[one.customer]}>{one.customer}</CustomerMark>
                </td>
              ) : null}
              <td className="cell-count number">{number(one.devices)}</td>
              <td className="cell-outcomes">
                <Counts counts={{ ...noneYet, ...one.counts }} devices={one.devices} />
              </td>
              <td className="cell-who">{one.by.name}</td>
              <td className="cell-at mono">
                <time dateTime={one.askedAt}>{minute(one.askedAt)}</time>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}

/** `1,186 done · 14 failed`, and how far it has come while it goes. */
function Counts({ counts, devices }: { readonly counts: BulkCounts; readonly devices: number }) {
  const ended = settled(counts);
  const parts = bulkOutcomes
    .filter((one) => counts[one] > 0)
    .map((one) => `${number(counts[one])} ${outcomeWords[one].toLowerCase()}`);
  return (
    <>
      {parts.join(' · ')}
      {ended < devices ? <span className="text-ink-3"> ({counted(devices - ended, 'device')} to go)</span> : null}
    </>
  );
}

function NoBulkRuns({ customer, role }: Pick<BulkListProps, 'customer' | 'role'>) {
  return (
    <p className="border-t border-rule bg-surface px-4 py-6">
      {customer === null ? 'No bulk run yet. ' : `No bulk run in ${customer} yet. `}
      {may(role, 'session.run') && customer !== null ? (
        <>
          Select devices in <Link href={`/customers/${customer}/devices`}>the list</Link>, and run an action on them.
        </>
      ) : (
        'What is asked of many devices of a customer at once appears here.'
      )}
    </p>
  );
}

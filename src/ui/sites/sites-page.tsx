'use client';

import { may, type Role } from '@/core/access';
import { counted } from '@/core/shown/format';
import { CustomerMark } from '../customers/customer-mark';
import { Link } from '../link';
import { Permitted } from '../permitted';
import type { ArchivedSite, SiteList } from './site';
import { SiteDesk } from './site-desk';
import { SiteTable } from './site-table';
import { useSiteRenewal } from './use-site-renewal';

interface SitesPageProps {
  /** The customer's slug; `null` for all customers, each with a table of its own. */
  readonly customer: string | null;
  readonly stripes: Readonly<Record<string, number>>;
  readonly role: Role;
  readonly list: SiteList;
  /** Those of the customer, for who may bring one back. */
  readonly archived: readonly ArchivedSite[];
  /** The server's time when the page was made, ISO 8601. */
  readonly renderedAt: string;
}

/** Where devices stand, how each place is as a whole, and what it is reached through. */
export function SitesPage({ customer, stripes, role, list, archived, renderedAt }: SitesPageProps) {
  useSiteRenewal(customer, renderedAt);
  const { items, unplaced } = list;
  const heading = (
    <>
      <h1>Sites</h1>
      <p className="text-ink-2" role="status">
        {counted(items.length, 'site')} {customer === null ? 'of all my customers' : `in ${customer}`}
        {unplaced === 0 ? null : `, and ${counted(unplaced, 'device')} at no site`}
      </p>
    </>
  );
  if (customer !== null && may(role, 'device.edit'))
    return (
      <Permitted role={role} permission="device.edit">
        <SiteDesk customer={customer} sites={items} archived={archived} heading={heading} />
      </Permitted>
    );
  return (
    <>
      <div className="flex flex-wrap items-baseline gap-x-3 gap-y-1 px-4 py-3.5">{heading}</div>
      {customer === null ? (
        <OfEach list={list} stripes={stripes} />
      ) : items.length === 0 ? (
        <p className="border-t border-rule bg-surface px-4 py-6">There is no site in {customer} yet.</p>
      ) : (
        <SiteTable customer={customer} sites={items} />
      )}
    </>
  );
}

/** A table for each customer; what is changed is changed on the page of one. */
function OfEach({ list: { items }, stripes }: Pick<SitesPageProps, 'list' | 'stripes'>) {
  const customers = [...new Set(items.map(({ customer }) => customer))];
  if (customers.length === 0) return <p className="border-t border-rule bg-surface px-4 py-6">There is no site yet.</p>;
  return customers.map((customer) => (
    <section key={customer} aria-labelledby={`sites-${customer}`} className="mb-5">
      <h2 id={`sites-${customer}`} className="px-4 pb-2">
        <CustomerMark stripe={stripes[customer]}>
          <Link href={`/customers/${customer}/sites`}>{customer}</Link>
        </CustomerMark>
      </h2>
      <SiteTable customer={customer} sites={items.filter((site) => site.customer === customer)} />
    </section>
  ));
}

'use client';

import { useRef } from 'react';
import { rolloutName } from '@/core/rollout/rollout';
import { minute, number } from '@/core/shown/format';
import { GlassBroken } from '../changes/change-status';
import { CustomerMark } from '../customers/customer-mark';
import { Link } from '../link';
import { Pager } from '../table/pager';
import { useRowKeys } from '../table/row-keys';
import { countWords, RolloutStatus } from './rollout-words';
import type { RolloutLine, RolloutListPage } from './views';
import './rollouts.css';

export interface RolloutListProps {
  readonly path: string;
  /** The customer's slug; `null` for all customers, where every row names its customer. */
  readonly customer: string | null;
  /** Which colour each customer has. */
  readonly stripes: Readonly<Record<string, number>>;
  readonly page: RolloutListPage;
  /** Where this page begins; undefined: with the newest. */
  readonly before: string | undefined;
}

/** What was asked of many devices at once to be changed, the newest first, and how it went. */
export function RolloutList({ path, customer, stripes, page, before }: RolloutListProps) {
  return (
    <>
      <div className="flex flex-wrap items-baseline gap-x-3 gap-y-1 px-4 pt-3.5 pb-3">
        <h1>Jobs</h1>
        <p className="text-ink-2">
          One template on many devices {customer === null ? 'of all my customers' : `in ${customer}`}, the newest first
        </p>
      </div>
      {page.items.length > 0 ? (
        <RolloutTable items={page.items} stripes={customer === null ? stripes : null} />
      ) : (
        <p className="border-t border-rule bg-surface px-4 py-6">
          No job yet. Select devices in{' '}
          <Link href={customer === null ? '/devices' : `/customers/${customer}/devices`}>the list</Link>, and deploy a
          template to them.
        </p>
      )}
      <Pager
        after={before}
        next={page.next}
        words={{ first: 'Newest', next: 'Next 25, older' }}
        addressOf={(place) => (place === undefined ? path : `${path}?before=${encodeURIComponent(place)}`)}
      />
    </>
  );
}

interface RolloutTableProps {
  readonly items: readonly RolloutLine[];
  readonly stripes: Readonly<Record<string, number>> | null;
}

function RolloutTable({ items, stripes }: RolloutTableProps) {
  const region = useRef<HTMLElement>(null);
  useRowKeys(region);
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by keyboard
    <section className="table-region" ref={region} tabIndex={0} aria-label="Table of jobs">
      <table className="table table-rollouts">
        <caption className="sr-only">Jobs, the newest first</caption>
        <thead>
          <tr>
            <th scope="col">Job</th>
            <th scope="col">State</th>
            {stripes ? <th scope="col">Customer</th> : null}
            <th scope="col" className="number">
              Devices
            </th>
            <th scope="col">Outcomes</th>
            <th scope="col">Risk</th>
            <th scope="col">Asked by</th>
            <th scope="col">Asked, UTC</th>
          </tr>
        </thead>
        <tbody>
          {items.map((one) => (
            <tr key={one.id}>
              <td className="cell-name">
                <Link className="row-link" href={`/jobs/${one.id}`} data-row>
                  <span className="mono">{rolloutName(one.number)}</span> <bdi>{one.title}</bdi>
                </Link>
              </td>
              <td className="cell-status">
                <RolloutStatus rollout={one} />
                {one.isBreakGlass ? <GlassBroken /> : null}
              </td>
              {stripes ? (
                <td className="cell-customer">
                  <CustomerMark stripe={stripes[one.customer]}>{one.customer}</CustomerMark>
                </td>
              ) : null}
              <td className="cell-count number">{number(one.counts.devices)}</td>
              <td className="cell-outcomes">{countWords(one.counts)}</td>
              <td className="cell-tier mono">{one.tier ?? ''}</td>
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

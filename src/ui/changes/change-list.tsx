'use client';

import { useRef } from 'react';
import { changeName } from '@/core/change/change';
import { changeGroupNames, countOf } from '@/core/change/groups';
import { age, counted, number } from '@/core/shown/format';
import { CustomerMark } from '../customers/customer-mark';
import { Link } from '../link';
import { useNow } from '../live/now';
import { rolloutsAddress } from '../rollouts/rollout-filter';
import { RolloutTable } from '../rollouts/rollout-table';
import type { RolloutLine } from '../rollouts/views';
import { Pager } from '../table/pager';
import { useRowKeys } from '../table/row-keys';
import { StateTabs } from '../table/state-tabs';
import { type ChangeFilter, changesAddress } from './change-filter';
import { ChangeMarks, ChangeStatus } from './change-status';
import { groupWords, titleOf } from './change-words';
import type { ChangeLine, ChangeListPage } from './views';
import './changes.css';

export interface ChangeListProps {
  readonly path: string;
  /** The customer's slug; `null` for all customers, where every row names its customer. */
  readonly customer: string | null;
  /** Which colour each customer has. */
  readonly stripes: Readonly<Record<string, number>>;
  readonly filter: ChangeFilter;
  readonly page: ChangeListPage;
  /** How many jobs wait for whoever looks, beside single changes; and which, in their inbox alone. */
  readonly jobs: { readonly forMe: number; readonly items: readonly RolloutLine[] };
  /** The server's time when the page was made, ISO 8601. */
  readonly renderedAt: string;
}

/** What was asked to be changed, the newest first, and how it went. Nothing is authorised from here. */
export function ChangeList({ path, customer, stripes, filter, page, jobs, renderedAt }: ChangeListProps) {
  const { before, ...tokens } = filter;
  const { show: _, ...inAnyState } = tokens;
  const total = countOf(page.states, undefined);
  const jobsPath = customer === null ? '/jobs' : `/customers/${customer}/jobs`;
  return (
    <>
      <div className="flex flex-wrap items-baseline gap-x-3 gap-y-1 px-4 pt-3.5">
        <h1>Changes</h1>
        <p className="text-ink-2" role="status">
          {counted(total, 'change')} {filter.device === undefined ? '' : 'of one device '}
          {customer === null ? 'of all my customers' : `in ${customer}`}
        </p>
        <span className="flex-1" />
        <Link className="button" href="/templates">
          Deploy a template
        </Link>
      </div>
      <StateTabs
        tabs={[
          ['All', undefined, total],
          ['Waiting for you', 'forMe', page.forMe + jobs.forMe],
          ...changeGroupNames.map((group) => [groupWords[group], group, countOf(page.states, group)] as const),
        ]}
        current={filter.show}
        addressOf={(show) => changesAddress(path, { ...inAnyState, ...(show === undefined ? {} : { show }) })}
      />
      {filter.device === undefined ? null : (
        <p className="px-4 pt-2">
          <Link href={path}>Of any device</Link>
        </p>
      )}
      {jobs.items.length === 0 ? null : (
        <RolloutTable items={jobs.items} stripes={customer === null ? stripes : null} />
      )}
      {jobs.items.length === 0 || jobs.items.length >= jobs.forMe ? null : (
        <p className="px-4 pt-2">
          {number(jobs.items.length)} of {number(jobs.forMe)} jobs that wait for you.{' '}
          <Link href={rolloutsAddress(jobsPath, { show: 'forMe' })}>Show all of them</Link>
        </p>
      )}
      {page.items.length > 0 ? (
        <ChangeTable
          changes={page.items}
          stripes={customer === null ? stripes : null}
          order={filter.show === 'forMe' ? 'what is due first is the first' : 'the newest first'}
          renderedAt={renderedAt}
        />
      ) : (
        <NoChanges path={path} customer={customer} filter={filter} />
      )}
      <Pager
        shown={`${number(page.items.length)} of ${number(filter.show === 'forMe' ? page.forMe : countOf(page.states, filter.show))}`}
        after={before}
        next={page.next}
        words={{ first: 'Newest', next: 'Next 50, older' }}
        addressOf={(place) => changesAddress(path, { ...tokens, ...(place === undefined ? {} : { before: place }) })}
      />
    </>
  );
}

interface ChangeTableProps extends Pick<ChangeListProps, 'renderedAt'> {
  readonly changes: readonly ChangeLine[];
  readonly order: string;
  readonly stripes: ChangeListProps['stripes'] | null;
}

function ChangeTable({ changes, stripes, order, renderedAt }: ChangeTableProps) {
  const region = useRef<HTMLElement>(null);
  const now = useNow(renderedAt, 5_000);
  useRowKeys(region);
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by keyboard
    <section className="table-region mt-3" ref={region} tabIndex={0} aria-label="Table of changes">
      <table className="table table-changes">
        <caption className="sr-only">Changes, {order}</caption>
        <thead>
          <tr>
            <th scope="col">Change</th>
            <th scope="col">State</th>
            {stripes ? <th scope="col">Customer</th> : null}
            <th scope="col">Device</th>
            <th scope="col">Risk</th>
            <th scope="col">Asked by</th>
            <th scope="col">Age</th>
            <th scope="col">Expires in</th>
          </tr>
        </thead>
        <tbody>
          {changes.map((change) => (
            <ChangeRow key={change.id} change={change} stripes={stripes} now={now} />
          ))}
        </tbody>
      </table>
    </section>
  );
}

interface ChangeRowProps extends Pick<ChangeTableProps, 'stripes'> {
  readonly change: ChangeLine;
  readonly now: number;
}

function ChangeRow({ change, stripes, now }: ChangeRowProps) {
  const { id, number: count, state, customer, deviceName, tier, by, askedAt, expiresAt } = change;
  const isWaiting = state === 'previewed' && expiresAt !== null;
  return (
    <tr>
      <td className="cell-name">
        <Link className="row-link" href={`/changes/${id}`} data-row>
          <span className="mono">{changeName(count)}</span> <bdi>{titleOf(change)}</bdi>
        </Link>
      </td>
      <td className="cell-status">
        <ChangeStatus state={state} />
        <ChangeMarks change={change} now={now} />
      </td>
      {stripes ? (
        <td className="cell-customer">
          <CustomerMark stripe={stripes[customer]}>{customer}</CustomerMark>
        </td>
      ) : null}
      <td className="cell-device">{deviceName}</td>
      <td className="cell-tier mono">{tier ?? ''}</td>
      <td className="cell-who">{by.name}</td>
      <td className="cell-at mono">
        <time dateTime={askedAt}>{age(now - Date.parse(askedAt))}</time>
      </td>
      <td className="cell-expiry mono">
        {isWaiting ? <time dateTime={expiresAt}>{age(Date.parse(expiresAt) - now)}</time> : ''}
      </td>
    </tr>
  );
}

function NoChanges({ path, customer, filter }: Pick<ChangeListProps, 'path' | 'customer' | 'filter'>) {
  const isFiltered = Object.keys(filter).length > 0;
  return (
    <p className="mt-3 border-t border-rule bg-surface px-4 py-6">
      {isFiltered ? (
        <>
          {filter.show === 'forMe' ? 'No change waits for you.' : 'No change fits.'}{' '}
          <Link href={path}>Show all changes</Link>
        </>
      ) : (
        <>
          No change {customer === null ? 'yet' : `in ${customer} yet`}. <Link href="/templates">Choose a template</Link>{' '}
          and a device: what it would do is shown before anything is sent.
        </>
      )}
    </p>
  );
}

import { Link } from '../link';
import { Pager } from '../table/pager';
import { StateTabs } from '../table/state-tabs';
import { type RolloutFilter, rolloutsAddress } from './rollout-filter';
import { RolloutTable } from './rollout-table';
import type { RolloutListPage } from './views';

export interface RolloutListProps {
  readonly path: string;
  /** The customer's slug; `null` for all customers, where every row names its customer. */
  readonly customer: string | null;
  /** Which colour each customer has. */
  readonly stripes: Readonly<Record<string, number>>;
  readonly filter: RolloutFilter;
  readonly page: RolloutListPage;
}

/** What was asked of many devices at once to be changed, the newest first, and how it went. */
export function RolloutList({ path, customer, stripes, filter, page }: RolloutListProps) {
  const { before, ...narrowed } = filter;
  return (
    <>
      <div className="flex flex-wrap items-baseline gap-x-3 gap-y-1 px-4 pt-3.5">
        <h1>Jobs</h1>
        <p className="text-ink-2">
          One template on many devices {customer === null ? 'of all my customers' : `in ${customer}`}, the newest first
        </p>
      </div>
      <StateTabs
        tabs={[
          ['All', undefined, null],
          ['Waiting for you', 'forMe', page.forMe],
        ]}
        current={filter.show}
        addressOf={(show) => rolloutsAddress(path, show === undefined ? {} : { show })}
      />
      {page.items.length > 0 ? (
        <RolloutTable items={page.items} stripes={customer === null ? stripes : null} />
      ) : filter.show === 'forMe' ? (
        <p className="mt-3 border-t border-rule bg-surface px-4 py-6">
          No job waits for you. <Link href={path}>Show all jobs</Link>
        </p>
      ) : (
        <p className="mt-3 border-t border-rule bg-surface px-4 py-6">
          No job yet. Select devices in{' '}
          <Link href={customer === null ? '/devices' : `/customers/${customer}/devices`}>the list</Link>, and deploy a
          template to them.
        </p>
      )}
      <Pager
        after={before}
        next={page.next}
        words={{ first: 'Newest', next: 'Next 25, older' }}
        addressOf={(place) => rolloutsAddress(path, { ...narrowed, ...(place === undefined ? {} : { before: place }) })}
      />
    </>
  );
}

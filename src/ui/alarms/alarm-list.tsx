'use client';

import { useRef, useState } from 'react';
import { may, type Role } from '@/core/access';
import { counted, number } from '@/core/shown/format';
import { Said } from '../controls/said';
import { Link } from '../link';
import { useNow } from '../live/now';
import type { Acknowledged, Alarm, AlarmListPage } from '../live/views';
import { FilterField } from '../table/filter-field';
import { Pager } from '../table/pager';
import { StateTabs } from '../table/state-tabs';
import { Acknowledge } from './acknowledge';
import { alarmOf } from './alarm';
import { type AlarmFilter, alarmsAddress } from './alarm-filter';
import { AlarmTable } from './alarm-table';
import { useAlarmRenewal } from './use-alarm-renewal';

export interface AlarmListProps {
  readonly path: string;
  /** The customer's slug; `null` for all customers, where every row names its customer. */
  readonly customer: string | null;
  /** Which colour each customer has. */
  readonly stripes: Readonly<Record<string, number>>;
  readonly role: Role;
  readonly filter: AlarmFilter;
  readonly page: AlarmListPage;
}

/** What is down for longer than it may be, and what was: the open ones first. */
export function AlarmList({ path, customer, stripes, role, filter, page }: AlarmListProps) {
  const { after, ...tokens } = filter;
  const { q = '', ...others } = tokens;
  const { state: _, ...inAnyState } = tokens;
  useAlarmRenewal(customer, page.now);
  const now = useNow(page.now, 5_000);
  const [asked, setAsked] = useState<Alarm | null>(null);
  const [said, setSaid] = useState('');
  const line = useRef<HTMLParagraphElement>(null);
  const mayAcknowledge = may(role, 'alarm.acknowledge');
  return (
    <>
      <div className="flex flex-wrap items-baseline gap-x-3 gap-y-1 px-4 pt-3.5">
        <h1>Alarms</h1>
        <p className="text-ink-2" role="status">
          {number(page.states.open ?? 0)} open {narrowed(filter)}{' '}
          {customer === null ? 'of all my customers' : `in ${customer}`}
        </p>
      </div>
      <StateTabs
        tabs={tabsOf(page.states)}
        current={filter.state}
        addressOf={(state) => alarmsAddress(path, { ...inAnyState, ...(state === undefined ? {} : { state }) })}
      />
      <div className="flex items-center gap-2 px-4 py-3">
        <FilterField
          path={path}
          q={q}
          label="Filter alarms"
          placeholder="Device or site"
          maxLength={128}
          addressOf={(words) => alarmsAddress(path, { ...others, q: words })}
        />
        {filter.device === undefined && filter.coveredBy === undefined ? null : (
          <Link className="button button-quiet" href={path}>
            All alarms
          </Link>
        )}
      </div>
      <div className={said === '' ? undefined : 'px-4 pb-3'}>
        <Said words={said} at={line} />
      </div>
      {page.items.length > 0 ? (
        <AlarmTable
          alarms={page.items}
          stripes={customer === null ? stripes : null}
          now={now}
          {...(mayAcknowledge ? { onAcknowledge: setAsked } : {})}
        />
      ) : (
        <NoAlarms path={path} customer={customer} filter={filter} />
      )}
      <Pager
        shown={counted(page.items.length, 'alarm')}
        after={after}
        next={page.next}
        words={{ first: 'Newest', next: 'Next 50, older' }}
        addressOf={(place) => alarmsAddress(path, { ...tokens, ...(place === undefined ? {} : { after: place }) })}
      />
      {mayAcknowledge ? (
        <Acknowledge
          alarm={asked}
          line={line}
          onClose={() => setAsked(null)}
          onDone={(acknowledged) => {
            setSaid(doneWords(acknowledged));
            setAsked(null);
          }}
        />
      ) : null}
    </>
  );
}

/** Somebody else may have been first, and their name is the one that stands. */
const doneWords = (after: Acknowledged): string =>
  after.isFirst
    ? `${alarmOf(after)} is acknowledged by you.`
    : `${after.acknowledged?.by ?? 'Somebody'} acknowledged ${alarmOf(after)} before you.`;

const narrowed = ({ device, coveredBy }: AlarmFilter): string =>
  device !== undefined ? 'of one device' : coveredBy !== undefined ? 'that one of a site stands for' : '';

const tabsOf = ({ open = 0, closed = 0 }: AlarmListPage['states']) =>
  [
    ['All', undefined, open + closed],
    ['Open', 'open', open],
    ['Over', 'closed', closed],
  ] as const;

function NoAlarms({ path, customer, filter }: Pick<AlarmListProps, 'path' | 'customer' | 'filter'>) {
  const isFiltered = Object.keys(filter).length > 0;
  return (
    <p className="border-t border-rule bg-surface px-4 py-6">
      {isFiltered ? (
        <>
          {filter.state === 'open' && filter.q === undefined ? 'Nothing is down for too long.' : 'No alarm fits.'}{' '}
          <Link href={path}>Show all alarms</Link>
        </>
      ) : (
        `No alarm ${customer === null ? 'yet' : `in ${customer} yet`}. What stays down appears here by itself.`
      )}
    </p>
  );
}

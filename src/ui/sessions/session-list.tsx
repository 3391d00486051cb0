'use client';

import { useRef } from 'react';
import { may, type Role } from '@/core/access';
import { sessionName } from '@/core/sessions';
import { counted, minute, number } from '@/core/shown/format';
import { CustomerMark } from '../customers/customer-mark';
import { Link } from '../link';
import type { SessionListPage, SessionView } from '../live/views';
import { Permitted } from '../permitted';
import { FilterField } from '../table/filter-field';
import { Pager } from '../table/pager';
import { useRowKeys } from '../table/row-keys';
import { StateTabs } from '../table/state-tabs';
import { OpenSession } from './open-session';
import { type SessionFilter, sessionsAddress } from './session-filter';
import { SessionStatus } from './session-status';

export interface SessionListProps {
  readonly path: string;
  /** The customer's slug; `null` for all customers, where every row names its customer. */
  readonly customer: string | null;
  /** The customer in which one can be opened here: the one that is looked at, or the only one there is. */
  readonly opensIn: string | null;
  /** Which colour each customer has. */
  readonly stripes: Readonly<Record<string, number>>;
  readonly role: Role;
  readonly filter: SessionFilter;
  readonly page: SessionListPage;
}

/** The cases there are, the newest first. */
export function SessionList({ path, customer, opensIn, stripes, role, filter, page }: SessionListProps) {
  const { after, ...tokens } = filter;
  const { q = '', ...others } = tokens;
  const { state: _, ...inAnyState } = tokens;
  const total = page.states.open + page.states.closed;
  return (
    <>
      <div className="flex flex-wrap items-baseline gap-x-3 gap-y-1 px-4 pt-3.5">
        <h1>Sessions</h1>
        <p className="text-ink-2" role="status">
          {counted(total, 'session')} {filter.device === undefined ? '' : 'about one device '}
          {customer === null ? 'of all my customers' : `in ${customer}`}
        </p>
        <span className="flex-1" />
        <Permitted role={role} permission="session.run">
          {opensIn === null ? null : <OpenSession customer={opensIn} devices={[]} />}
        </Permitted>
      </div>
      <StateTabs
        tabs={[
          ['All', undefined, total],
          ['Open', 'open', page.states.open],
          ['Closed', 'closed', page.states.closed],
        ]}
        current={filter.state}
        addressOf={(state) => sessionsAddress(path, { ...inAnyState, ...(state === undefined ? {} : { state }) })}
      />
      <div className="flex items-center gap-2 px-4 py-3">
        <FilterField
          path={path}
          q={q}
          label="Filter sessions"
          placeholder="Title, or S-12"
          maxLength={100}
          addressOf={(words) => sessionsAddress(path, { ...others, q: words })}
        />
        {filter.device === undefined ? null : (
          <Link className="button button-quiet" href={path}>
            On any device
          </Link>
        )}
      </div>
      {page.items.length > 0 ? (
        <SessionTable sessions={page.items} stripes={customer === null ? stripes : null} />
      ) : (
        <NoSessions path={path} customer={customer} filter={filter} role={role} />
      )}
      <Pager
        shown={`${number(page.items.length)} of ${number(filter.state === undefined ? total : page.states[filter.state])}`}
        after={after}
        next={page.next}
        words={{ first: 'Newest', next: 'Next 50, older' }}
        addressOf={(place) => sessionsAddress(path, { ...tokens, ...(place === undefined ? {} : { after: place }) })}
      />
    </>
  );
}

interface SessionTableProps {
  readonly sessions: readonly SessionView[];
  readonly stripes: Readonly<Record<string, number>> | null;
}

function SessionTable({ sessions, stripes }: SessionTableProps) {
  const region = useRef<HTMLElement>(null);
  useRowKeys(region);
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by keyboard
    <section className="table-region" ref={region} tabIndex={0} aria-label="Session table">
      <table className="table table-sessions">
        <caption className="sr-only">Sessions, the newest first</caption>
        <thead>
          <tr>
            <th scope="col">Session</th>
            <th scope="col">State</th>
            {stripes ? <th scope="col">Customer</th> : null}
            <th scope="col">Devices</th>
            <th scope="col" className="number">
              Reads
            </th>
            <th scope="col">Looked after by</th>
            <th scope="col">Opened, UTC</th>
            <th scope="col">Cause</th>
          </tr>
        </thead>
        <tbody>
          {sessions.map((session) => (
            <SessionRow key={session.id} session={session} stripes={stripes} />
          ))}
        </tbody>
      </table>
    </section>
  );
}

function SessionRow({ session, stripes }: { readonly session: SessionView } & Pick<SessionTableProps, 'stripes'>) {
  const { id, number: count, title, state, customer, devices, runs, holder, openedAt, cause } = session;
  const [first, ...others] = devices;
  return (
    <tr>
      <td className="cell-name">
        <Link className="row-link" href={`/sessions/${id}`} data-row>
          <span className="mono">{sessionName(count)}</span> <bdi>{title}</bdi>
        </Link>
      </td>
      <td className="cell-status">
        <SessionStatus state={state} />
      </td>
      {stripes ? (
        <td className="cell-customer">
          <CustomerMark stripe={stripes[customer]}>{customer}</CustomerMark>
        </td>
      ) : null}
      <td className="cell-devices">
        {first?.name ?? '—'}
        {others.length > 0 ? <span className="text-ink-3"> and {others.length} more</span> : null}
      </td>
      <td className="cell-runs number">{number(runs)}</td>
      <td className="cell-holder">{holder}</td>
      <td className="cell-at mono">
        <time dateTime={openedAt}>{minute(openedAt)}</time>
      </td>
      <td className="cell-cause">
        <bdi>{cause ?? ''}</bdi>
      </td>
    </tr>
  );
}

function NoSessions({ path, customer, filter, role }: Pick<SessionListProps, 'path' | 'customer' | 'filter' | 'role'>) {
  const isFiltered =
    filter.q !== undefined || filter.device !== undefined || filter.state !== undefined || filter.after !== undefined;
  return (
    <p className="border-t border-rule bg-surface px-4 py-6">
      {isFiltered ? (
        <>
          No session fits. <Link href={path}>Show all sessions</Link>
        </>
      ) : (
        <>
          No session {customer === null ? 'yet' : `in ${customer} yet`}.{' '}
          {may(role, 'session.run')
            ? 'A session keeps what was seen, run and found about a fault; open one from a device.'
            : 'What others diagnose appears here, live.'}
        </>
      )}
    </p>
  );
}

'use client';

import { useRef } from 'react';
import { may, type Role } from '@/core/access';
import { sessionName } from '@/core/sessions';
import { counted, minute, number } from '@/core/shown/format';
import { Link } from '../link';
import type { SessionListPage, SessionView } from '../live/views';
import { Permitted } from '../permitted';
import { useRowKeys } from '../table/row-keys';
import { OpenSession } from './open-session';
import { type SessionFilter, sessionsAddress } from './session-filter';
import { SessionFilterBox } from './session-filter-box';
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
  const { after: _, ...tokens } = filter;
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
      <SessionTabs path={path} filter={tokens} states={page.states} />
      <div className="flex items-center gap-2 px-4 py-3">
        <SessionFilterBox path={path} filter={tokens} />
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
      {page.next === null && filter.after === undefined ? null : (
        <div className="pager">
          <span>
            {number(page.items.length)} of {number(filter.state === undefined ? total : page.states[filter.state])}
          </span>
          {filter.after ? (
            <Link className="button" href={sessionsAddress(path, tokens)}>
              Newest
            </Link>
          ) : null}
          {page.next ? (
            <Link className="button" href={sessionsAddress(path, { ...tokens, after: page.next })}>
              Next 50, older
            </Link>
          ) : null}
        </div>
      )}
    </>
  );
}

interface SessionTabsProps extends Pick<SessionListProps, 'path'> {
  readonly filter: Omit<SessionFilter, 'after'>;
  readonly states: SessionListPage['states'];
}

function SessionTabs({ path, filter: { state: current, ...rest }, states }: SessionTabsProps) {
  const tabs = [
    ['All', undefined, states.open + states.closed],
    ['Open', 'open', states.open],
    ['Closed', 'closed', states.closed],
  ] as const;
  return (
    <nav className="tabs" aria-label="By state">
      {tabs.map(([words, state, count]) => (
        <Link
          key={words}
          className="tab"
          href={sessionsAddress(path, { ...rest, ...(state === undefined ? {} : { state }) })}
          {...(state === current ? { 'aria-current': 'page' as const } : {})}
        >
          {words} <span className="mono">{number(count)}</span>
        </Link>
      ))}
    </nav>
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
          <span className="inline-flex items-center gap-2" data-stripe={stripes[customer]}>
            <span className="scope-mark" />
            {customer}
          </span>
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

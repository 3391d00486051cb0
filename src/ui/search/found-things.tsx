import type { ReactNode } from 'react';
import { sessionName } from '@/core/sessions';
import { roleTitle } from '@/core/shown/format';
import { filterAddress } from '../devices/filter';
import { standingOf } from '../devices/standing';
import { Status } from '../devices/status';
import { Link } from '../link';
import { sessionsAddress } from '../sessions/session-filter';
import { SessionStatus } from '../sessions/session-status';
import type { FoundPage } from './views';

interface FoundThingsProps {
  readonly q: string;
  readonly found: FoundPage;
  /** The server's time in milliseconds. */
  readonly now: number;
}

/** What is known here and fits, a few of each kind; whoever wants more goes to the list of that kind. */
export function FoundThings({ q, found: { devices, sites, sessions, customers, people }, now }: FoundThingsProps) {
  return (
    <>
      <Kind title="Devices" of={devices} all={filterAddress('/devices', { q })} isNarrowed>
        {devices.items.map((device) => (
          <li key={device.id}>
            <Link className="row-link" href={`/devices/${device.id}`}>
              {device.name}
            </Link>
            <Status standing={standingOf(device, now)} now={now} />
            <span className="mono text-ink-2">{device.address}</span>
            {device.site === null ? null : <span className="text-ink-2">{device.site}</span>}
            <span className="text-ink-2">{device.customer}</span>
          </li>
        ))}
      </Kind>
      <Kind title="Sites" of={sites} all="/sites">
        {sites.items.map(({ name, zone, customer }) => (
          <li key={`${customer} ${name}`}>
            <Link className="row-link" href={filterAddress(`/customers/${customer}/devices`, { site: name })}>
              <bdi>{name}</bdi>
            </Link>
            <span className="text-ink-2">{zone ?? ''}</span>
            <span className="text-ink-2">{customer}</span>
          </li>
        ))}
      </Kind>
      <Kind title="Sessions" of={sessions} all={sessionsAddress('/sessions', { q })} isNarrowed>
        {sessions.items.map(({ id, number, title, state, customer }) => (
          <li key={id}>
            <Link className="row-link" href={`/sessions/${id}`}>
              <span className="mono">{sessionName(number)}</span> <bdi>{title}</bdi>
            </Link>
            <SessionStatus state={state} />
            <span className="text-ink-2">{customer}</span>
          </li>
        ))}
      </Kind>
      <Kind title="Customers" of={customers} all="/customers">
        {customers.items.map(({ slug, name }) => (
          <li key={slug}>
            <Link className="row-link" href={`/customers/${slug}/devices`}>
              {name}
            </Link>
            <span className="mono text-ink-2">{slug}</span>
          </li>
        ))}
      </Kind>
      {people === null ? null : (
        <Kind title="People" of={people} all="/people" permission="person.read">
          {people.items.map(({ id, name, email, role }) => (
            <li key={id}>
              <Link className="row-link" href={`/people/${id}`}>
                <bdi>{name}</bdi>
              </Link>
              <span className="text-ink-2">{email}</span>
              <span className="text-ink-2">{roleTitle(role)}</span>
            </li>
          ))}
        </Kind>
      )}
    </>
  );
}

interface KindProps {
  readonly title: string;
  readonly of: { readonly items: readonly unknown[]; readonly isMore: boolean };
  /** The list with all of them. */
  readonly all: string;
  /** Whether that list shows only those that fit. */
  readonly isNarrowed?: true;
  readonly permission?: string;
  readonly children: ReactNode;
}

function Kind({ title, of, all, isNarrowed, permission, children }: KindProps) {
  const id = `found-${title.toLowerCase()}`;
  return (
    <section className="found" aria-labelledby={id} {...(permission ? { 'data-permission': permission } : {})}>
      <h2 id={id}>{title}</h2>
      {of.items.length === 0 ? <p className="text-ink-2">None fits.</p> : <ul className="found-list">{children}</ul>}
      {of.isMore ? (
        <Link href={all}>
          All {title.toLowerCase()}
          {isNarrowed ? ' that fit' : ''}
        </Link>
      ) : null}
    </section>
  );
}

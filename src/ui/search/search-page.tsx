import type { ReactNode } from 'react';
import { may, type Role } from '@/core/access';
import { leastNameLength, mostSoughtLength } from '@/core/lookup/subject';
import { subjectsIn } from '@/core/lookup/subjects-in';
import type { ScopeCustomer } from '../frame/shell';
import type { SearchAddress } from './address';
import { FoundThings } from './found-things';
import { LookupForm } from './lookup-form';
import { LookupResult } from './lookup-result';
import type { FoundPage, LookupPage } from './views';

export interface SearchPageProps {
  readonly address: SearchAddress;
  readonly role: Role;
  readonly customers: readonly ScopeCustomer[];
  /** What is known and fits; null before anything was searched for. */
  readonly found: FoundPage | null;
  readonly lookup: LookupPage | null;
  /** The server's time in milliseconds. */
  readonly now: number;
}

/** Everything by one box: what is known here, and whoever the devices know. */
export function SearchPage({ address, role, customers, found, lookup, now }: SearchPageProps) {
  const { q, customer } = address;
  // Whoever has asked the devices looks at what they said first; before that, at what is known.
  const known = found === null ? null : <FoundThings q={q} found={found} now={now} />;
  return (
    <>
      <div className="px-4 pt-3.5">
        <h1>Search</h1>
      </div>
      <search className="px-4 py-3">
        <form action="/search" className="flex flex-wrap gap-2">
          {customer === undefined ? null : <input type="hidden" name="customer" value={customer} />}
          <input
            name="q"
            type="search"
            className="field flex-1"
            required
            defaultValue={q}
            key={q}
            autoComplete="off"
            spellCheck={false}
            maxLength={mostSoughtLength}
            aria-label="Search for"
            placeholder="A name, S-12, 00:0C:42:1A:2B:3C, 10.20.1.7, VLAN 120"
          />
          <button type="submit" className="button button-primary">
            Search
          </button>
        </form>
      </search>
      {found === null ? (
        <Hint>
          A device, a site, a session, a customer or a person by any part of its name; a subscriber by name, MAC
          address, IP address or VLAN, on every device you reach.
        </Hint>
      ) : (
        <>
          {lookup === null ? known : null}
          {may(role, 'session.run') ? (
            <Subscribers address={address} role={role} customers={customers} lookup={lookup} />
          ) : null}
          {lookup === null ? null : known}
        </>
      )}
    </>
  );
}

function Subscribers({ address, role, customers, lookup }: Omit<SearchPageProps, 'found' | 'now'>) {
  const subjects = subjectsIn(address.q);
  return (
    <section className="found" aria-labelledby="subscribers" data-permission="session.run">
      <h2 id="subscribers">Subscribers, on the devices</h2>
      {subjects.length === 0 ? (
        <p className="text-ink-2">
          Devices are asked for a name of at least {leastNameLength} letters, a MAC address, an IP address or a VLAN.
        </p>
      ) : (
        <LookupForm key={address.q} {...{ address, subjects, customers }} isAgain={lookup !== null} />
      )}
      {lookup === null ? null : <LookupResult key={lookup.lookup.id} page={lookup} role={role} />}
    </section>
  );
}

const Hint = ({ children }: { readonly children: ReactNode }) => (
  <p className="max-w-prose px-4 py-2 text-ink-2">{children}</p>
);

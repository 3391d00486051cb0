'use client';

import { useRef } from 'react';
import { may, type Role } from '@/core/access';
import { counted, day, minute, number, roleTitle } from '@/core/shown/format';
import { Link } from '../link';
import { Permitted } from '../permitted';
import { useRowKeys } from '../table/row-keys';
import { Invitations } from './invitations';
import { Invite } from './invite';
import { type CustomerChoice, type Invitation, type Person, people as peopleCounted } from './person';
import { Reach } from './reach';

interface PeopleListProps {
  /** The role of whoever looks. */
  readonly role: Role;
  readonly people: readonly Person[];
  readonly invitations: readonly Invitation[];
  /** The customers they reach. */
  readonly customers: readonly CustomerChoice[];
}

/** Who there is and who was asked to join: for an Admin, within the own customers. */
export function PeopleList({ role, people, invitations, customers }: PeopleListProps) {
  const disabled = people.filter(({ disabledAt }) => disabledAt !== null).length;
  const open = invitations.filter(({ state }) => state === 'open').length;
  const counts = [
    peopleCounted(people.length),
    ...(disabled > 0 ? [`${number(disabled)} disabled`] : []),
    `${counted(open, 'invitation')} open`,
  ];
  return (
    <>
      <div className="flex flex-wrap items-center gap-x-3 gap-y-2 px-4 py-3.5">
        <h1>People</h1>
        <p className="flex-1 text-ink-2">
          {counts.join(', ')}
          {role === 'superAdmin' ? '' : ' in your customers'}
        </p>
        <Permitted role={role} permission="person.invite">
          <Invite role={role} customers={customers} />
        </Permitted>
      </div>
      <PeopleTable role={role} people={people} />
      <Permitted role={role} permission="person.invite">
        <Invitations invitations={invitations} />
      </Permitted>
    </>
  );
}

function PeopleTable({ role, people }: Pick<PeopleListProps, 'role' | 'people'>) {
  const region = useRef<HTMLElement>(null);
  useRowKeys(region);
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by keyboard
    <section className="table-region flex-none min-h-0" ref={region} tabIndex={0} aria-label="People table">
      <table className="table table-people">
        <caption className="sr-only">People, by name</caption>
        <thead>
          <tr>
            <th scope="col">Name</th>
            <th scope="col">Role</th>
            <th scope="col">Customers</th>
            {may(role, 'person.edit') ? (
              <>
                <th scope="col">Last seen, UTC</th>
                <th scope="col" className="number">
                  Sessions
                </th>
              </>
            ) : null}
            <th scope="col">Status</th>
          </tr>
        </thead>
        <tbody>
          {people.map((person) => (
            <PersonRow key={person.id} person={person} isEdited={may(role, 'person.edit')} />
          ))}
        </tbody>
      </table>
    </section>
  );
}

function PersonRow({ person, isEdited }: { readonly person: Person; readonly isEdited: boolean }) {
  const { id, name, email, role, customers, lastUsedAt, signIns, disabledAt } = person;
  return (
    <tr>
      <td className="cell-name">
        <Link className="row-link" href={`/people/${id}`} data-row>
          <bdi>{name}</bdi>
        </Link>{' '}
        <span className="text-ink-3">{email}</span>
      </td>
      <td className="cell-role">{roleTitle(role)}</td>
      <td className="cell-reach">
        <Reach role={role} customers={customers} most={6} />
      </td>
      {isEdited ? (
        <>
          <td className="cell-seen mono">
            {lastUsedAt ? <time dateTime={lastUsedAt}>{minute(lastUsedAt)}</time> : <span>never</span>}
          </td>
          <td className="cell-count number">{number(signIns ?? 0)}</td>
        </>
      ) : null}
      <td className="cell-state">
        {disabledAt ? (
          <>
            disabled since <time dateTime={disabledAt}>{day(disabledAt)}</time>
          </>
        ) : (
          'enabled'
        )}
      </td>
    </tr>
  );
}

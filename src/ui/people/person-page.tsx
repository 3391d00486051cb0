import type { Role } from '@/core/access';
import { day, minute, roleTitle } from '@/core/shown/format';
import { Link } from '../link';
import { Permitted } from '../permitted';
import { ChangeRole } from './change-role';
import { MakeReset } from './make-reset';
import { type CustomerChoice, mayAssign, type Person, type PersonSignIn } from './person';
import { PersonSignIns } from './person-sign-ins';
import { Reach } from './reach';
import { SetCustomers } from './set-customers';
import { Standing } from './standing';

interface PersonPageProps {
  readonly person: Person;
  /** The role of whoever looks. */
  readonly role: Role;
  readonly isSelf: boolean;
  /** The customers that whoever looks reaches. */
  readonly customers: readonly CustomerChoice[];
  /** Where this person is signed in; `null` for whoever may not know. */
  readonly signIns: readonly PersonSignIn[] | null;
}

/** One person, and what whoever looks may change about them. Nobody takes away their own role or access. */
export function PersonPage({ person, role, isSelf, customers, signIns }: PersonPageProps) {
  return (
    <div className="px-4 py-3.5">
      <p className="mb-1">
        <Link href="/people">All people</Link>
      </p>
      <div className="flex flex-wrap items-baseline gap-x-4 gap-y-1">
        <h1>
          <bdi>{person.name}</bdi>
        </h1>
        <p className="text-ink-2">{roleTitle(person.role)}</p>
      </div>
      <div className="mt-3 grid max-w-[760px] gap-5">
        <PersonFacts person={person} isWhole={role === 'superAdmin'} />
        {isSelf ? (
          <p>
            This is you. Your sessions and your password are under{' '}
            <Link href="/account">your own signed-in sessions</Link>.
          </p>
        ) : (
          <>
            {mayAssign(role, person.role) ? (
              <Permitted role={role} permission="person.assign">
                <SetCustomers person={person} customers={customers} isAdmin={role !== 'superAdmin'} />
              </Permitted>
            ) : null}
            <Permitted role={role} permission="person.edit">
              <ChangeRole person={person} />
              <Standing person={person} />
              <MakeReset person={person} />
              <PersonSignIns person={person} signIns={signIns ?? []} />
            </Permitted>
          </>
        )}
      </div>
    </div>
  );
}

function PersonFacts({ person, isWhole }: { readonly person: Person; readonly isWhole: boolean }) {
  const { email, role, customers, createdAt, lastUsedAt, disabledAt } = person;
  return (
    <section aria-labelledby="facts">
      <h2 id="facts" className="mb-2">
        Facts
      </h2>
      <dl className="facts border-y border-rule bg-surface px-3 py-2">
        <dt>E-mail</dt>
        <dd>{email}</dd>
        <dt>Role</dt>
        <dd>{roleTitle(role)}</dd>
        <dt>Customers</dt>
        <dd>
          <Reach role={role} customers={customers} />
        </dd>
        <dt>Created</dt>
        <dd>
          <time dateTime={createdAt}>{minute(createdAt)} UTC</time>
        </dd>
        {isWhole ? (
          <>
            <dt>Last seen</dt>
            <dd>{lastUsedAt ? <time dateTime={lastUsedAt}>{minute(lastUsedAt)} UTC</time> : 'never'}</dd>
          </>
        ) : null}
        <dt>Status</dt>
        <dd>
          {disabledAt ? (
            <>
              disabled since <time dateTime={disabledAt}>{day(disabledAt)}</time>
            </>
          ) : (
            'enabled'
          )}
        </dd>
      </dl>
    </section>
  );
}

'use client';

import { useRouter } from 'next/navigation';
import { type FormEvent, useRef, useState } from 'react';
import { type Role, roles } from '@/core/access';
import { roleTitle } from '@/core/shown/format';
import { FailureNotice } from '../controls/failure-notice';
import { Said } from '../controls/said';
import { useDeed } from '../controls/use-deed';
import { api } from '../trpc';
import { DeedSection } from './deed-section';
import { endedWords, endsSessions, type Person } from './person';
import { RoleChoice } from './role-choice';
import { WhatTheyMay } from './what-they-may';

export function ChangeRole({ person }: { readonly person: Person }) {
  const router = useRouter();
  const [role, setRole] = useState<Role>(person.role);
  const [said, setSaid] = useState('');
  const line = useRef<HTMLParagraphElement>(null);
  const { isBusy, failure, run } = useDeed();

  function change(event: FormEvent) {
    event.preventDefault();
    void run(async () => {
      const { ended } = await api.people.changeRole.mutate({ person: person.id, role });
      setSaid(`The role is ${roleTitle(role)} now. ${endedWords(ended)}`);
      line.current?.focus();
      router.refresh();
    });
  }

  return (
    <DeedSection id="role" title="Role">
      <form onSubmit={change} className="grid gap-3">
        <RoleChoice roles={roles} value={role} onChange={setRole} hasHeading />
        <WhatTheyMay who={person.name} role={role} customers={person.customers} />
        <p className="text-ink-2">
          Changing it {endsSessions}{' '}
          {role === 'superAdmin' ? 'A Super Admin reaches every customer, so the assignments to single ones go.' : ''}
        </p>
        <div>
          <button
            type="submit"
            className="button button-primary"
            disabled={role === person.role}
            aria-disabled={isBusy}
          >
            Change role
          </button>
        </div>
      </form>
      <Said words={said} at={line} />
      {failure ? <FailureNotice failure={failure} /> : null}
    </DeedSection>
  );
}

'use client';

import { Dialog } from '@base-ui/react/dialog';
import { type FormEvent, useState } from 'react';
import type { Role } from '@/core/access';
import { invitableRoles, invitationDays } from '@/core/people';
import { counted } from '@/core/shown/format';
import { FailureNotice } from '../controls/failure-notice';
import { useDeed } from '../controls/use-deed';
import { api } from '../trpc';
import { CustomerChoices } from './customer-choice';
import type { MadeLink } from './one-time-link';
import type { CustomerChoice } from './person';
import { RoleChoice } from './role-choice';
import { WhatTheyMay } from './what-they-may';

interface InviteFormProps {
  readonly role: Role;
  readonly customers: readonly CustomerChoice[];
  readonly onMade: (link: MadeLink, email: string) => void;
}

const days = [invitationDays.least, invitationDays.usual, invitationDays.most];

/** Whom, to what, into which customers; and what that comes to, before it is made. */
export function InviteForm({ role: inviter, customers, onMade }: InviteFormProps) {
  const roles = invitableRoles(inviter);
  const [email, setEmail] = useState('');
  // The least mighty one first: more is given on purpose.
  const [role, setRole] = useState<Role>(roles.at(-1) ?? 'viewer');
  const [chosen, setChosen] = useState<readonly string[]>(
    customers.length === 1 ? customers.map((one) => one.slug) : [],
  );
  const [standing, setStanding] = useState<number>(invitationDays.usual);
  const { isBusy, failure, run } = useDeed();
  const reached = role === 'superAdmin' ? [] : chosen;

  function make(event: FormEvent) {
    event.preventDefault();
    const asked = { email: email.trim(), role, customers: [...reached], days: standing };
    void run(async () => {
      const { link, expiresAt, isMailed } = await api.invitations.make.mutate(asked);
      onMade({ link, expiresAt, isMailed }, asked.email);
    });
  }

  return (
    <form onSubmit={make} className="mt-3 grid gap-4">
      <label className="grid gap-1">
        E-mail
        <input
          className="field"
          type="email"
          name="email"
          required
          maxLength={254}
          autoComplete="off"
          value={email}
          onChange={(event) => setEmail(event.currentTarget.value)}
        />
      </label>
      <RoleChoice roles={roles} value={role} onChange={setRole} />
      {role === 'superAdmin' ? null : <CustomerChoices customers={customers} chosen={chosen} onChange={setChosen} />}
      <label className="grid gap-1">
        The link works for
        <select
          className="field w-full"
          value={standing}
          onChange={(event) => setStanding(Number(event.currentTarget.value))}
        >
          {days.map((one) => (
            <option key={one} value={one}>
              {counted(one, 'day')}
            </option>
          ))}
        </select>
      </label>
      <WhatTheyMay who={email.trim()} role={role} customers={reached} />
      {failure ? <FailureNotice failure={failure} /> : null}
      <div className="flex justify-end gap-2">
        <Dialog.Close className="button">Cancel</Dialog.Close>
        <button
          type="submit"
          className="button button-primary"
          disabled={email.trim() === '' || (role !== 'superAdmin' && reached.length === 0)}
          aria-disabled={isBusy}
        >
          Make invitation
        </button>
      </div>
    </form>
  );
}

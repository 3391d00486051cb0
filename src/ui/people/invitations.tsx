'use client';

import { useRouter } from 'next/navigation';
import { useRef, useState } from 'react';
import { type InvitationState, invitationDays } from '@/core/people';
import { minute, roleTitle } from '@/core/shown/format';
import { FailureNotice } from '../controls/failure-notice';
import { Said } from '../controls/said';
import { useDeed } from '../controls/use-deed';
import { api } from '../trpc';
import { LinkDialog } from './link-dialog';
import type { MadeLink } from './one-time-link';
import type { Invitation } from './person';
import { Reach } from './reach';

const stateWords: Readonly<Record<InvitationState, string>> = {
  open: 'open',
  accepted: 'accepted',
  revoked: 'revoked',
  expired: 'expired',
  void: 'void: whoever made it may no longer invite to this',
};

interface Renewed extends MadeLink {
  readonly email: string;
}

/** Who was asked to join, and what became of it. The links are nowhere to be seen again; a new one can be made. */
export function Invitations({ invitations }: { readonly invitations: readonly Invitation[] }) {
  const router = useRouter();
  const [renewed, setRenewed] = useState<Renewed | null>(null);
  const [said, setSaid] = useState('');
  const pressed = useRef<HTMLButtonElement>(null);
  const line = useRef<HTMLParagraphElement>(null);
  const { failure, run } = useDeed();

  const renew = ({ id, email }: Invitation, button: HTMLButtonElement) =>
    run(async () => {
      pressed.current = button;
      const { link, expiresAt, isMailed } = await api.invitations.renew.mutate({ invitation: id });
      setRenewed({ link, expiresAt, isMailed, email });
      router.refresh();
    });
  const revoke = ({ id, email }: Invitation) =>
    run(async () => {
      const { revoked } = await api.invitations.revoke.mutate({ invitation: id });
      setSaid(
        revoked ? `The invitation of ${email} is revoked: its link is dead.` : `The invitation of ${email} had ended.`,
      );
      line.current?.focus();
      router.refresh();
    });

  return (
    <section aria-labelledby="invitations">
      <div className="flex flex-wrap items-baseline gap-x-3 gap-y-1 px-4 pt-5 pb-3">
        <h2 id="invitations">Invitations</h2>
        <p className="text-ink-2">A new link works for {invitationDays.usual} days, and the old one is dead.</p>
      </div>
      <div className={said === '' ? undefined : 'px-4 pb-3'}>
        <Said words={said} at={line} />
      </div>
      {failure ? (
        <div className="px-4 pb-3">
          <FailureNotice failure={failure} />
        </div>
      ) : null}
      {invitations.length === 0 ? (
        <p className="border-t border-rule bg-surface px-4 py-6">Nobody has been invited yet.</p>
      ) : (
        <InvitationTable invitations={invitations} onRenew={renew} onRevoke={revoke} />
      )}
      <LinkDialog
        title="A new link"
        label="Invitation link"
        to={renewed?.email ?? ''}
        made={renewed}
        onClose={() => setRenewed(null)}
        focusAfter={pressed}
      />
    </section>
  );
}

interface InvitationTableProps {
  readonly invitations: readonly Invitation[];
  readonly onRenew: (invitation: Invitation, button: HTMLButtonElement) => void;
  readonly onRevoke: (invitation: Invitation) => void;
}

function InvitationTable({ invitations, ...deeds }: InvitationTableProps) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by keyboard
    <section className="table-region flex-none min-h-0" tabIndex={0} aria-label="Invitation table">
      <table className="table table-invitations">
        <caption className="sr-only">Invitations, the newest first</caption>
        <thead>
          <tr>
            <th scope="col">E-mail</th>
            <th scope="col">Role</th>
            <th scope="col">Customers</th>
            <th scope="col">Invited by</th>
            <th scope="col">Expires, UTC</th>
            <th scope="col">State</th>
            <th scope="col">
              <span className="sr-only">Change</span>
            </th>
          </tr>
        </thead>
        <tbody>
          {invitations.map((invitation) => (
            <InvitationRow key={invitation.id} invitation={invitation} {...deeds} />
          ))}
        </tbody>
      </table>
    </section>
  );
}

interface InvitationRowProps extends Omit<InvitationTableProps, 'invitations'> {
  readonly invitation: Invitation;
}

function InvitationRow({ invitation, onRenew, onRevoke }: InvitationRowProps) {
  const { email, role, customers, invitedBy, expiresAt, state } = invitation;
  return (
    <tr>
      <td className="cell-email">{email}</td>
      <td className="cell-role">{roleTitle(role)}</td>
      <td className="cell-reach">
        <Reach role={role} customers={customers} most={6} />
      </td>
      <td className="cell-by">
        <bdi>{invitedBy}</bdi>
      </td>
      <td className="cell-expires mono">
        <time dateTime={expiresAt}>{minute(expiresAt)}</time>
      </td>
      <td className="cell-state">{stateWords[state]}</td>
      <td className="cell-end">
        {state === 'open' || state === 'expired' ? (
          <button
            type="button"
            className="button button-row"
            onClick={(event) => onRenew(invitation, event.currentTarget)}
          >
            Make link anew<span className="sr-only"> for {email}</span>
          </button>
        ) : null}{' '}
        {state === 'open' || state === 'void' ? (
          <button type="button" className="button button-row" onClick={() => onRevoke(invitation)}>
            Revoke<span className="sr-only"> the invitation of {email}</span>
          </button>
        ) : null}
      </td>
    </tr>
  );
}

'use client';

import { Dialog } from '@base-ui/react/dialog';
import { useRouter } from 'next/navigation';
import { useState } from 'react';
import type { Role } from '@/core/access';
import { InviteForm } from './invite-form';
import { type MadeLink, OneTimeLink } from './one-time-link';
import type { CustomerChoice } from './person';

interface InviteProps {
  /** The role of whoever invites. */
  readonly role: Role;
  /** The customers they reach. */
  readonly customers: readonly CustomerChoice[];
}

interface Made extends MadeLink {
  readonly email: string;
}

/** The form, and in its place the link once it is made. From then on a press beside the dialog does not close it. */
export function Invite({ role, customers }: InviteProps) {
  const router = useRouter();
  const [isShown, setShown] = useState(false);
  const [made, setMade] = useState<Made | null>(null);

  function show(open: boolean) {
    if (open) setMade(null);
    setShown(open);
  }

  return (
    <Dialog.Root open={isShown} onOpenChange={show} disablePointerDismissal={made !== null}>
      <Dialog.Trigger className="button">Invite…</Dialog.Trigger>
      <Dialog.Portal>
        <Dialog.Backdrop className="backdrop" />
        <Dialog.Popup className="dialog dialog-wide">
          <Dialog.Title>{made ? 'Invitation made' : 'Invite somebody'}</Dialog.Title>
          {made ? (
            <div className="mt-3 grid gap-3">
              <OneTimeLink label="Invitation link" to={made.email} made={made} />
              <div className="flex justify-end">
                <Dialog.Close className="button">Close</Dialog.Close>
              </div>
            </div>
          ) : (
            <InviteForm
              role={role}
              customers={customers}
              onMade={(link, email) => {
                setMade({ ...link, email });
                router.refresh();
              }}
            />
          )}
        </Dialog.Popup>
      </Dialog.Portal>
    </Dialog.Root>
  );
}

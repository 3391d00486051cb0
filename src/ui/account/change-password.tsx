'use client';

import { Dialog } from '@base-ui/react/dialog';
import { useRouter } from 'next/navigation';
import { useState } from 'react';
import { DialogButton } from '../controls/dialog-button';
import { PasswordField } from '../controls/password-field';
import { SendForm } from '../controls/send-form';
import { OwnEmail } from '../sign-in/own-email';
import { changePassword } from '../sign-in/passwords';
import { signIn } from '../sign-in/sign-in';

/** The way to another password, and the word that it was changed. */
export function ChangePassword({ email }: { readonly email: string }) {
  const router = useRouter();
  const [isChanged, setChanged] = useState(false);
  return (
    <>
      <p role="status">{isChanged ? 'Password changed. All other sessions have ended.' : ''}</p>
      <DialogButton words="Change password…" title="Change your password">
        {(close) => (
          <ChangePasswordForm
            email={email}
            onChanged={() => {
              setChanged(true);
              close();
              router.refresh();
            }}
          />
        )}
      </DialogButton>
    </>
  );
}

interface ChangePasswordFormProps {
  readonly email: string;
  readonly onChanged: () => void;
}

function ChangePasswordForm({ email, onChanged }: ChangePasswordFormProps) {
  async function send(form: FormData) {
    const newPassword = String(form.get('newPassword'));
    const refused = await changePassword(email, String(form.get('password')), newPassword);
    if (refused !== null) return refused;
    // This session has ended with the others. Where no new one begins, the sign-in page is the way in.
    if ((await signIn(email, newPassword)) === null) onChanged();
    else location.assign('/login?to=/account');
    return null;
  }

  return (
    <div className="mt-3">
      <SendForm
        words="Change password"
        busyWords="Changing"
        send={send}
        wayOut={<Dialog.Close className="button">Cancel</Dialog.Close>}
      >
        <p>Every signed-in session of yours ends, on all machines. Here you are signed in again at once.</p>
        <OwnEmail email={email} />
        <PasswordField label="Current password" name="password" />
        <PasswordField label="New password" name="newPassword" isNew />
      </SendForm>
    </div>
  );
}

'use client';

import { minute } from '@/core/shown/format';
import { PasswordField } from '../controls/password-field';
import { SendForm } from '../controls/send-form';
import { enter } from './enter';
import { OpenedLink } from './opened-link';
import { OwnEmail } from './own-email';
import { openReset, type ResetFor, resetPassword } from './passwords';

export const Reset = () => (
  <OpenedLink open={openReset} ask="Ask a Super Admin to make a new link.">
    {(secret, whose) => <ResetForm secret={secret} whose={whose} />}
  </OpenedLink>
);

function ResetForm({ secret, whose }: { readonly secret: string; readonly whose: ResetFor }) {
  async function send(form: FormData) {
    const password = String(form.get('password'));
    const refused = await resetPassword(secret, password);
    return refused ?? enter(whose.email, password, '/devices');
  }

  return (
    <SendForm words="Set password and sign in" busyWords="Setting" send={send}>
      <p>
        For <bdi>{whose.name}</bdi>. The link works once, until{' '}
        <time className="whitespace-nowrap" dateTime={whose.expiresAt}>
          {minute(whose.expiresAt)} UTC
        </time>
        . Every session that is signed in now ends.
      </p>
      <OwnEmail email={whose.email} />
      <PasswordField label="New password" name="password" isNew />
    </SendForm>
  );
}

'use client';

import { useEffect, useState } from 'react';
import { PasswordField } from '../controls/password-field';
import { SendForm } from '../controls/send-form';
import { takeRefusal } from '../refresh';
import { signIn } from './sign-in';

/** Plain on purpose: two fields that a password manager understands, and a sentence when it did not work. */
export function SignInForm({ to }: { readonly to: string }) {
  const [ended, setEnded] = useState<string | null>(null);
  // Why the session before this one is over, when there is something to tell.
  useEffect(() => setEnded(takeRefusal()), []);

  async function send(form: FormData) {
    const refused = await signIn(String(form.get('email')), String(form.get('password')));
    // A full load: the console must not inherit anything from the page of a stranger.
    if (refused === null) location.assign(to);
    return refused;
  }

  return (
    <SendForm words="Sign in" busyWords="Signing in" send={send}>
      {ended ? (
        <p className="notice" role="status">
          {ended}
        </p>
      ) : null}
      <label className="grid gap-1">
        E-mail
        <input className="field" type="email" name="email" autoComplete="username" required maxLength={254} />
      </label>
      <PasswordField label="Password" name="password" />
    </SendForm>
  );
}

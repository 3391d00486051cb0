'use client';

import { type FormEvent, useEffect, useState } from 'react';
import { FailureNotice } from '../controls/failure-notice';
import { takeRefusal } from '../refresh';
import type { Failure } from '../request';
import { signIn } from './sign-in';

/** Plain on purpose: two fields that a password manager understands, and a sentence when it did not work. */
export function SignInForm({ to }: { readonly to: string }) {
  const [shown, setShown] = useState(false);
  const [busy, setBusy] = useState(false);
  const [failure, setFailure] = useState<Failure | null>(null);
  const [ended, setEnded] = useState<string | null>(null);
  // Why the session before this one is over, when there is something to tell.
  useEffect(() => setEnded(takeRefusal()), []);

  async function submit(event: FormEvent<HTMLFormElement>) {
    event.preventDefault();
    const form = new FormData(event.currentTarget);
    setBusy(true);
    setFailure(null);
    const refused = await signIn(String(form.get('email')), String(form.get('password')));
    if (refused === null) {
      // A full load: the console must not inherit anything from the page of a stranger.
      location.assign(to);
      return;
    }
    setFailure(refused);
    setBusy(false);
  }

  return (
    <form onSubmit={submit} method="post" className="grid gap-3">
      {ended ? (
        <p className="notice" role="status">
          {ended}
        </p>
      ) : null}
      <label className="grid gap-1">
        E-mail
        <input className="field" type="email" name="email" autoComplete="username" required maxLength={254} />
      </label>
      <div className="grid gap-1">
        <label htmlFor="password">Password</label>
        <div className="flex gap-2">
          <input
            className="field min-w-0 flex-1"
            id="password"
            type={shown ? 'text' : 'password'}
            name="password"
            autoComplete="current-password"
            required
            maxLength={200}
            spellCheck={false}
            autoCapitalize="none"
          />
          <button type="button" className="button" aria-pressed={shown} onClick={() => setShown(!shown)}>
            {shown ? 'Hide' : 'Show'}
            <span className="sr-only"> the password</span>
          </button>
        </div>
      </div>
      {failure ? <FailureNotice failure={failure} /> : null}
      <button type="submit" className="button button-primary" disabled={busy}>
        {busy ? 'Signing in' : 'Sign in'}
      </button>
    </form>
  );
}

'use client';

import { useEffect, useRef, useState } from 'react';
import { SendForm } from '../controls/send-form';
import { useHash } from '../sign-in/hash';
import { api, failureCode, failureOf } from '../trpc';

export interface Proven {
  readonly token: string;
  /** The address that people open, when whoever runs this machine has fixed it. */
  readonly publicUrl: string | null;
}

interface ProofFormProps {
  /** Somebody came back from the second step, which took the focus away with it. */
  readonly isBack: boolean;
  readonly onProven: (proven: Proven) => void;
}

/** Whoever can read the console of this machine may set it up; nobody else can know the token. */
export function ProofForm({ isBack, onProven }: ProofFormProps) {
  const field = useRef<HTMLInputElement>(null);
  const hash = useHash();
  const [token, setToken] = useState('');
  const [isRefused, setRefused] = useState(false);
  useEffect(() => {
    if (isBack) field.current?.focus();
  }, [isBack]);
  useEffect(() => {
    if (!hash) return;
    setToken(hash);
    // It is a key: it must not stay in the address bar, nor in the history.
    history.replaceState(null, '', location.pathname);
  }, [hash]);

  async function send() {
    setRefused(false);
    try {
      onProven({ token, ...(await api.setup.open.mutate({ token })) });
      return null;
    } catch (error) {
      setRefused(failureCode(error) === 'forbidden');
      return failureOf(error);
    }
  }

  return (
    <section aria-labelledby="setup-step" className="grid gap-3">
      <h2 id="setup-step">Step 1 of 2: Prove that this machine is yours</h2>
      <p>
        <code>npm start</code> printed a setup token where Routeward runs. It works for 30 minutes;{' '}
        <code>npm run routeward -- setup-token</code> prints a new one there.
      </p>
      <SendForm words="Check token" busyWords="Checking" send={send}>
        <label className="grid gap-1">
          Setup token
          <input
            className="field mono"
            ref={field}
            name="token"
            autoComplete="off"
            autoCapitalize="characters"
            spellCheck={false}
            required
            maxLength={64}
            value={token}
            onChange={(event) => setToken(event.currentTarget.value)}
          />
        </label>
      </SendForm>
      {isRefused ? (
        <p>
          If somebody has set this machine up already, <a href="/login">sign in</a>.
        </p>
      ) : null}
    </section>
  );
}

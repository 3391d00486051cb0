'use client';

import { useState } from 'react';
import { FailureNotice } from '../controls/failure-notice';
import { signOutEverywhere } from '../sign-in/session';
import { type Failure, failureOf } from '../trpc';

export function EndEverySignIn({ count }: { readonly count: number }) {
  const [busy, setBusy] = useState(false);
  const [failure, setFailure] = useState<Failure | null>(null);

  async function end() {
    setBusy(true);
    setFailure(null);
    try {
      await signOutEverywhere();
    } catch (error) {
      setFailure(failureOf(error));
      setBusy(false);
    }
  }

  return (
    <>
      <button type="button" className="button" onClick={end} disabled={busy}>
        {count === 1 ? 'Sign out' : `Sign out everywhere, ${count} sessions`}
      </button>
      {failure ? <FailureNotice failure={failure} /> : null}
    </>
  );
}

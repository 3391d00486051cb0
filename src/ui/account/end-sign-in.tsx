'use client';

import { useRouter } from 'next/navigation';
import { useState } from 'react';
import { FailureNotice } from '../controls/failure-notice';
import type { Failure } from '../request';
import { api, failureOf } from '../trpc';

interface EndSignInProps {
  readonly id: string;
  /** "Firefox 142 on Linux from 203.0.113.8": which one, for people who cannot see the row. */
  readonly described: string;
}

export function EndSignIn({ id, described }: EndSignInProps) {
  const router = useRouter();
  const [busy, setBusy] = useState(false);
  const [failure, setFailure] = useState<Failure | null>(null);

  async function end() {
    setBusy(true);
    setFailure(null);
    try {
      await api.account.revoke.mutate({ signIn: id });
      router.refresh();
    } catch (error) {
      setFailure(failureOf(error));
      setBusy(false);
    }
  }

  return (
    <>
      <button type="button" className="button button-row" onClick={end} disabled={busy}>
        End<span className="sr-only"> the session of {described}</span>
      </button>
      {failure ? <FailureNotice failure={failure} /> : null}
    </>
  );
}

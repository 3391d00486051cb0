'use client';

import { useState } from 'react';
import { FailureNotice } from '../controls/failure-notice';
import type { Failure } from '../request';
import { signOutEverywhere } from '../sign-in/session';

export function EndEverySignIn({ count }: { readonly count: number }) {
  const [busy, setBusy] = useState(false);
  const [failure, setFailure] = useState<Failure | null>(null);

  async function end() {
    setBusy(true);
    setFailure(await signOutEverywhere());
    setBusy(false);
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

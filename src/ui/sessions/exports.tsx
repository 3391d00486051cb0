'use client';

import { useState } from 'react';
import { FailureNotice } from '../controls/failure-notice';
import type { Failure } from '../request';
import { takeFile } from '../take-file';

const formats = [
  ['pdf', 'Export PDF'],
  ['json', 'JSON'],
  ['csv', 'CSV'],
] as const;
type Format = (typeof formats)[number][0];

/** The session as a file. */
export function Exports({ session }: { readonly session: string }) {
  const [busy, setBusy] = useState<Format | null>(null);
  const [failure, setFailure] = useState<Failure | null>(null);

  async function take(as: Format) {
    setBusy(as);
    setFailure(null);
    setFailure(await takeFile(`/api/v1/sessions/${session}/report?as=${as}`, `session.${as}`));
    setBusy(null);
  }

  return (
    <>
      <div className="flex flex-wrap gap-2">
        {formats.map(([as, words]) => (
          <button
            key={as}
            type="button"
            className="button flex-1"
            disabled={busy !== null}
            onClick={() => void take(as)}
          >
            {busy === as ? 'Writing' : words}
          </button>
        ))}
      </div>
      <p className="sr-only" role="status">
        {busy === null ? '' : `Writing the ${busy.toUpperCase()}`}
      </p>
      {failure ? <FailureNotice failure={failure} /> : null}
    </>
  );
}

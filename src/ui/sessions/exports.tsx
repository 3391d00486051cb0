'use client';

import { useState } from 'react';
import { FailureNotice } from '../controls/failure-notice';
import { type Failure, failureIn, fetchRenewing, unanswered } from '../request';

const formats = [
  ['pdf', 'Export PDF'],
  ['json', 'JSON'],
  ['csv', 'CSV'],
] as const;
type Format = (typeof formats)[number][0];

/** The session as a file. It is fetched here, so that a refusal is words on this page and not a broken download. */
export function Exports({ session }: { readonly session: string }) {
  const [busy, setBusy] = useState<Format | null>(null);
  const [failure, setFailure] = useState<Failure | null>(null);

  async function take(as: Format) {
    setBusy(as);
    setFailure(null);
    try {
      const answer = await fetchRenewing(`/api/v1/sessions/${session}/report?as=${as}`);
      if (answer.ok) save(await answer.blob(), nameIn(answer) ?? `session.${as}`);
      else setFailure(await failureIn(answer));
    } catch {
      // The line was cut, maybe in the middle of the file: nothing of it is kept.
      setFailure(unanswered);
    } finally {
      setBusy(null);
    }
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

const nameIn = (answer: Response): string | undefined =>
  /filename="([\w.-]+)"/.exec(answer.headers.get('content-disposition') ?? '')?.[1];

function save(blob: Blob, name: string): void {
  const address = URL.createObjectURL(blob);
  const link = Object.assign(document.createElement('a'), { href: address, download: name });
  link.click();
  URL.revokeObjectURL(address);
}

'use client';

import { useEffect, useRef } from 'react';
import { Trouble } from './trouble';

interface FailedPageProps {
  readonly error: Error & { readonly digest?: string };
  readonly retry: () => void;
}

/** The server marks what it could not render as `<code>.<request id>`; the error itself never leaves it. */
function readDigest(digest: string | undefined): { readonly code: string; readonly requestId: string | null } {
  const [, code = 'internal', requestId = null] = /^(\w+)\.([\w-]{8,64})$/.exec(digest ?? '') ?? [];
  return { code, requestId };
}

/** A page that could not be made: what failed, that no router was touched, what to do. */
export function FailedPage({ error, retry }: FailedPageProps) {
  const { code, requestId } = readDigest(error.digest);
  const away = code === 'unavailable';
  const heading = useRef<HTMLDivElement>(null);
  useEffect(() => heading.current?.focus(), []);
  return (
    <div ref={heading} tabIndex={-1} className="outline-none">
      <Trouble
        status={away ? '503' : '500'}
        title={away ? 'Not available' : 'This page could not be made'}
        sentence={away ? 'the database does not answer' : 'something went wrong'}
        requestId={requestId}
      >
        <p>Nothing was changed on a router: pages only read.</p>
        <p>
          {away
            ? 'You are still signed in. Try again in a moment; when it stays away, look at the log of the server.'
            : 'The log of the server holds the reason under the request id.'}
        </p>
        <p>
          <button type="button" className="button" onClick={retry}>
            Try again
          </button>
        </p>
      </Trouble>
    </div>
  );
}

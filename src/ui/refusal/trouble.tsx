import type { ReactNode } from 'react';
import { RequestId } from '../controls/request-id';

interface TroubleProps {
  /** The HTTP status of the page, shown because support will ask for it. */
  readonly status: string;
  readonly title: string;
  readonly sentence: string;
  readonly requestId: string | null;
  readonly children: ReactNode;
}

/** A page that says no: what happened, in one sentence, what to do, and the id under which the log holds it. */
export function Trouble({ status, title, sentence, requestId, children }: TroubleProps) {
  return (
    <div className="max-w-prose px-4 py-3.5">
      <p className="mono text-ink-3">{status}</p>
      <h1>{title}</h1>
      <p className="mono my-3 border-l-[3px] border-fail bg-surface px-3 py-2 break-words text-ink">{sentence}</p>
      <div className="grid gap-2 text-base">{children}</div>
      {requestId ? (
        <p className="mt-4">
          <RequestId id={requestId} />
        </p>
      ) : null}
    </div>
  );
}

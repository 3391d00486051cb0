import { minute } from '@/core/shown/format';
import type { Fared } from './view';

/** How the last mail or delivery fared, in a line. State is in words, not in a colour alone. */
export function FaredLine({ fared, what }: { readonly fared: Fared | null; readonly what: string }) {
  if (fared === null) return <p className="text-ink-2">No {what} was sent in the last 30 days.</p>;
  const { about, outcome, attempts, error, endedAt, waiting } = fared;
  const state =
    outcome === 'sent' ? 'Sent' : outcome === 'givenUp' ? 'Given up' : attempts === 0 ? 'Waits' : 'Failed, tried again';
  const tone = outcome === 'sent' ? 'badge-ok' : error === null ? '' : 'badge-fail';
  return (
    <div className="grid gap-1">
      <p>
        <span className={`badge ${tone}`}>{state}</span> <span className="mono">{about}</span>
        {endedAt ? (
          <>
            {' '}
            at <time dateTime={endedAt}>{minute(endedAt)} UTC</time>
          </>
        ) : null}
        {waiting > 0 ? `, ${waiting} waiting` : ''}
      </p>
      {error === null ? null : <p className="break-words">{error}</p>}
    </div>
  );
}

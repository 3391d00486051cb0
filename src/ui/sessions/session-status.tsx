import type { SessionState } from '@/core/sessions';

const sessionWords = { open: 'Open', closed: 'Closed' } as const satisfies Record<SessionState, string>;

/** Shape and word: a ring that is open, and one that is filled. */
export function SessionStatus({ state }: { readonly state: SessionState }) {
  return (
    <span className={`status status-session-${state}`}>
      <svg width="10" height="10" aria-hidden="true">
        {state === 'open' ? (
          <circle cx="5" cy="5" r="3.5" fill="none" stroke="currentColor" strokeWidth="2" />
        ) : (
          <path d="M1.5 5.2l2.4 2.6L8.5 2.4" fill="none" stroke="currentColor" strokeWidth="1.8" />
        )}
      </svg>
      {sessionWords[state]}
    </span>
  );
}

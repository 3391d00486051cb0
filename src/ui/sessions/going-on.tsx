'use client';

import dynamic from 'next/dynamic';
import { useEffect, useRef } from 'react';
import { api } from '../trpc';
import type { SessionOnScreen } from './use-session';
import { WordsForm } from './words-form';

/** What is asked with is loaded by whoever may run something, and not before the log is there. */
const Picks = dynamic(() => import('./picks').then(({ Picks }) => Picks), {
  ssr: false,
  loading: () => <p className="picks picks-awaited">Loading the actions</p>,
});

/**
 * What can be added to a case. Both halves stay in the document, the one that does not apply hidden: somebody else may
 * close it while a note is half written, and nothing that was typed is to be lost by that.
 */
export function GoingOn({ current: { session, devices, addSteps, start } }: { readonly current: SessionOnScreen }) {
  const { id: of, state } = session;
  const open = useRef<HTMLElement>(null);
  const closed = useRef<HTMLElement>(null);
  /** Whoever closes or reopens goes on from the half that is there next; whoever else looks on is left alone. */
  const isMoving = useRef(false);
  const shown = state === 'open' ? open : closed;
  useEffect(() => {
    if (isMoving.current) shown.current?.focus();
    isMoving.current = false;
  }, [shown]);
  return (
    <>
      <section ref={open} className="case-next" tabIndex={-1} aria-label="Go on" hidden={state !== 'open'}>
        <Picks session={of} devices={devices} isOpen={state === 'open'} onRuns={start} />
        <WordsForm
          label="Note"
          placeholder="What you saw, what somebody said on the phone"
          button="Add note"
          onWords={async (text) => addSteps([await api.sessions.note.mutate({ session: of, text })])}
        />
        <WordsForm
          label="Cause"
          placeholder="What it was, what was done about it, what is left to do"
          button="Close session"
          onWords={async (cause) => {
            const step = await api.sessions.close.mutate({ session: of, cause });
            isMoving.current = true;
            addSteps([step]);
          }}
        />
      </section>
      <section ref={closed} className="case-next" tabIndex={-1} aria-label="Go on again" hidden={state !== 'closed'}>
        <WordsForm
          label="Reason to reopen"
          placeholder="Why it is not over"
          button="Reopen session"
          onWords={async (reason) => {
            const step = await api.sessions.reopen.mutate({ session: of, reason });
            isMoving.current = true;
            addSteps([step]);
          }}
        />
      </section>
    </>
  );
}

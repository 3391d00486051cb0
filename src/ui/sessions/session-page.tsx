'use client';

import dynamic from 'next/dynamic';
import type { Role } from '@/core/access';
import { useNow } from '../live/now';
import type { SessionPage as Page } from '../live/views';
import { Permitted } from '../permitted';
import { api } from '../trpc';
import { CaseLog } from './case-log';
import { SessionHead } from './session-head';
import { SessionRail } from './session-rail';
import { useSession } from './use-session';
import { WordsForm } from './words-form';

/** The catalogue's schema is loaded by whoever may run something, and not before the log is there. */
const Picks = dynamic(() => import('./picks').then(({ Picks }) => Picks), {
  ssr: false,
  loading: () => <p className="picks picks-awaited">Loading the actions</p>,
});

interface SessionPageProps {
  readonly page: Page;
  readonly role: Role;
  /** The server's time when the page was made, ISO 8601. */
  readonly renderedAt: string;
}

/** One case: its log on the left, with what can be added to it at its end; what it is about on the right. */
export function SessionPage({ page, role, renderedAt }: SessionPageProps) {
  const current = useSession(page);
  const { session, steps, devices, addSteps, start } = current;
  const now = useNow(renderedAt);
  const { id } = session;
  return (
    <div className="case">
      <div className="case-main">
        <SessionHead session={session} role={role} onSteps={addSteps} />
        <h2 className="sr-only">Case log</h2>
        <CaseLog current={current} role={role} now={now} />
        <Permitted role={role} permission="session.run">
          {session.state === 'open' ? (
            <section className="case-next" aria-label="Go on">
              <Picks session={id} devices={devices} onRuns={start} />
              <WordsForm
                label="Note"
                placeholder="What you saw, what somebody said on the phone"
                button="Add note"
                onWords={async (text) => addSteps([await api.sessions.note.mutate({ session: id, text })])}
              />
              <WordsForm
                label="Cause"
                placeholder="What it was, what was done about it, what is left to do"
                button="Close session"
                onWords={async (cause) => addSteps([await api.sessions.close.mutate({ session: id, cause })])}
              />
            </section>
          ) : (
            <section className="case-next" aria-label="Go on">
              <WordsForm
                label="Reason to reopen"
                placeholder="Why it is not over"
                button="Reopen session"
                onWords={async (reason) => addSteps([await api.sessions.reopen.mutate({ session: id, reason })])}
              />
            </section>
          )}
        </Permitted>
      </div>
      <SessionRail session={session} devices={devices} steps={steps.length} role={role} now={now} onSteps={addSteps} />
    </div>
  );
}

'use client';

import { type FormEvent, useEffect, useRef, useState } from 'react';
import type { Role } from '@/core/access';
import { sessionName } from '@/core/sessions';
import { counted, minute, roleTitle } from '@/core/shown/format';
import { FailureNotice } from '../controls/failure-notice';
import { Link } from '../link';
import type { SessionView, StepView } from '../live/views';
import { Permitted } from '../permitted';
import type { Failure } from '../request';
import { api, failureOf } from '../trpc';
import { SessionStatus } from './session-status';

interface SessionHeadProps {
  readonly session: SessionView;
  readonly role: Role;
  readonly onSteps: (steps: readonly StepView[]) => void;
}

/** What the case is called, how it stands, and whose it is. */
export function SessionHead({ session, role, onSteps }: SessionHeadProps) {
  const [isRenaming, setRenaming] = useState(false);
  const button = useRef<HTMLButtonElement>(null);
  const wasRenaming = useRef(false);
  useEffect(() => {
    if (wasRenaming.current && !isRenaming) button.current?.focus();
    wasRenaming.current = isRenaming;
  }, [isRenaming]);
  const { customer, number, title, openedAt, openedBy, holder, runs } = session;
  return (
    <header className="case-head">
      <p className="mb-1">
        <Link href={`/customers/${customer}/sessions`}>Sessions in {customer}</Link>
      </p>
      <div className="flex flex-wrap items-baseline gap-x-3 gap-y-1">
        <h1>
          <span className="mono text-ink-2">{sessionName(number)}</span> <bdi>{title}</bdi>
        </h1>
        <SessionStatus state={session.state} />
        <Permitted role={role} permission="session.run">
          {session.state === 'open' && !isRenaming ? (
            <button ref={button} type="button" className="button button-quiet" onClick={() => setRenaming(true)}>
              Rename<span className="sr-only"> this session</span>
            </button>
          ) : null}
        </Permitted>
      </div>
      {isRenaming ? <RenameForm session={session} onSteps={onSteps} onDone={() => setRenaming(false)} /> : null}
      <p className="text-ink-2">
        Opened <time dateTime={openedAt}>{minute(openedAt)} UTC</time> by {openedBy.name} · {roleTitle(openedBy.role)},
        looked after by {holder} · {counted(runs, 'read')} run, 0 writes
      </p>
    </header>
  );
}

interface RenameFormProps extends Pick<SessionHeadProps, 'session' | 'onSteps'> {
  readonly onDone: () => void;
}

function RenameForm({ session, onSteps, onDone }: RenameFormProps) {
  const field = useRef<HTMLInputElement>(null);
  useEffect(() => field.current?.select(), []);
  const [title, setTitle] = useState(session.title);
  const [isBusy, setBusy] = useState(false);
  const [failure, setFailure] = useState<Failure | null>(null);
  async function save(event: FormEvent) {
    event.preventDefault();
    setBusy(true);
    setFailure(null);
    try {
      onSteps([await api.sessions.rename.mutate({ session: session.id, title: title.trim() })]);
      onDone();
    } catch (error) {
      setFailure(failureOf(error));
      setBusy(false);
    }
  }
  const isSame = title.trim() === session.title || title.trim() === '';
  return (
    <form onSubmit={save} className="my-2 flex flex-wrap items-end gap-2">
      <label className="grid min-w-0 flex-1 gap-1">
        Title
        <input
          ref={field}
          className="field"
          maxLength={120}
          required
          autoComplete="off"
          value={title}
          onChange={(event) => setTitle(event.currentTarget.value)}
        />
      </label>
      <button type="submit" className="button button-primary" disabled={isBusy || isSame}>
        Rename session
      </button>
      <button type="button" className="button" onClick={onDone}>
        Cancel
      </button>
      {failure ? <FailureNotice failure={failure} /> : null}
    </form>
  );
}

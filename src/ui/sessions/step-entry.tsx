'use client';

import { type ReactNode, useRef } from 'react';
import type { Role } from '@/core/access';
import { stepTitle } from '@/core/sessions';
import { number, roleTitle } from '@/core/shown/format';
import { runTitle, stateWord } from '@/core/shown/run-words';
import { Link } from '../link';
import type { HeldRun } from '../live/held-runs';
import type { RunView, StepView } from '../live/views';
import type { Repeat } from '../runs/run-controls';
import { RunPanel } from '../runs/run-panel';
import { api } from '../trpc';
import type { SessionOnScreen } from './use-session';

interface StepEntryProps {
  readonly step: StepView;
  readonly current: SessionOnScreen;
  readonly role: Role;
  readonly now: number;
}

/** One step: a result in full, or what was said and by whom. */
export function StepEntry({ step, current, role, now }: StepEntryProps) {
  if (step.kind === 'run') return <RunStep step={step} current={current} role={role} now={now} />;
  return (
    <>
      <p className="step-head">
        <b>{stepTitle(step.kind)}</b> <Told step={step} current={current} />
        <By step={step} />
      </p>
      {step.text === null || step.kind === 'renamed' ? null : (
        <p className="step-words">
          <bdi>{step.text}</bdi>
        </p>
      )}
    </>
  );
}

/** What a kind names beside its words. */
function Told({ step, current }: Pick<StepEntryProps, 'step' | 'current'>): ReactNode {
  switch (step.kind) {
    case 'deviceAdded': {
      const device = current.session.devices.find(({ id }) => id === step.device);
      return step.device === null ? null : <Link href={`/devices/${step.device}`}>{device?.name ?? 'a device'}</Link>;
    }
    case 'renamed':
      return (
        <>
          to <bdi>{step.text}</bdi>
        </>
      );
    case 'handedOver':
      return <>to {step.to}</>;
    default:
      return null;
  }
}

function By({ step: { by } }: Pick<StepEntryProps, 'step'>) {
  return (
    <span className="text-ink-2">
      {by.name} · {roleTitle(by.role)}
    </span>
  );
}

function RunStep({ step, current: { session, runs, start }, role, now }: StepEntryProps) {
  const place = useRef<HTMLDivElement>(null);
  const held = runs.held.get(step.run ?? '');
  if (held === undefined || held.run === null) return <p className="text-ink-2">A run was asked for.</p>;
  const one: HeldRun & { readonly run: RunView } = { ...held, run: held.run };
  const { id } = one.run;
  const device = session.devices.find((named) => named.id === one.run.device);
  const repeat: Repeat = async ({ device: on, action, params }) => {
    start(await api.sessions.run.mutate({ session: session.id, runs: [{ device: on, action, params }] }));
  };
  /** The place stays when what is in it changes: so does the focus of whoever pressed something in it. */
  const stay = (act: () => void) => {
    act();
    place.current?.focus();
  };
  return (
    <div ref={place} tabIndex={-1} className="outline-none">
      {runs.open.has(id) ? (
        <RunPanel
          held={one}
          role={role}
          now={now}
          device={device?.name}
          isAmongSeveral
          failure={runs.failures.get(id)}
          onRepeat={session.state === 'open' ? repeat : null}
          onHide={() => stay(() => runs.hide(id))}
        />
      ) : (
        <p className="step-head">
          <b>
            <bdi>{runTitle(one.run)}</bdi>
          </b>{' '}
          <span>on {device?.name ?? 'a device'}</span>
          <span className="badge">{stateWord(one.run)}</span>
          <span className="mono text-ink-2">{number(one.run.rows)} rows</span>
          <button type="button" className="button" onClick={() => stay(() => runs.add([one.run], true))}>
            Show<span className="sr-only"> the result of {runTitle(one.run)}</span>
          </button>
        </p>
      )}
    </div>
  );
}

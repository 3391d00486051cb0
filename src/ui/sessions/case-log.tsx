'use client';

import type { Role } from '@/core/access';
import { clockTime, day } from '@/core/shown/format';
import type { StepView } from '../live/views';
import { StepEntry } from './step-entry';
import type { SessionOnScreen } from './use-session';

interface CaseLogProps {
  readonly current: SessionOnScreen;
  readonly role: Role;
  /** The server's time in milliseconds. */
  readonly now: number;
}

/** The numbered, time-stamped log. The day stands where it changes. */
export function CaseLog({ current, role, now }: CaseLogProps) {
  const { steps } = current;
  return (
    <ol className="steps" aria-label="Case log">
      {steps.map((step, index) => (
        <li key={step.number} className="step" data-step-kind={step.kind}>
          <StepTime step={step} before={steps[index - 1]} />
          <div className="step-body">
            <StepEntry step={step} current={current} role={role} now={now} />
          </div>
        </li>
      ))}
    </ol>
  );
}

function StepTime({
  step: { number, at },
  before,
}: {
  readonly step: StepView;
  readonly before: StepView | undefined;
}) {
  const isNewDay = before === undefined || day(before.at) !== day(at);
  return (
    <div className="step-time mono">
      <span className="text-ink-3">
        <span className="sr-only">Step </span>
        {number}
      </span>
      <time dateTime={at}>{clockTime(new Date(at)).slice(0, 5)}</time>
      {isNewDay ? <span className="step-day">{day(at)}</span> : null}
    </div>
  );
}

import type { SessionEvent, SessionPage, SessionView, StepView } from '../live/views';

/** A session as far as this screen has heard of it. */
export interface Case {
  readonly session: SessionView;
  /** In their order, each once. */
  readonly steps: readonly StepView[];
  readonly devices: SessionPage['devices'];
}

export type CaseEvent = Extract<SessionEvent, { kind: 'session' | 'step' | 'device' }>;

/** Takes in what was told. What was overtaken on its way changes nothing. */
export function withEvent(before: Case, event: CaseEvent): Case {
  switch (event.kind) {
    case 'session':
      return event.session.steps < before.session.steps ? before : { ...before, session: event.session };
    case 'step':
      return withStep(before, event.step);
    case 'device':
      return { ...before, devices: withDevice(before.devices, event.device) };
  }
}

function withStep(before: Case, step: StepView): Case {
  if (before.steps.some(({ number }) => number === step.number)) return before;
  const steps = [...before.steps, step].toSorted((a, b) => a.number - b.number);
  return {
    ...before,
    steps,
    session: step.number > before.session.steps ? after(before.session, step) : before.session,
  };
}

/** How a session stands after a step that is newer than what was told of it: the server says the same a moment later. */
function after(session: SessionView, { number, kind, at, text, to }: StepView): SessionView {
  const moved = { ...session, steps: number };
  switch (kind) {
    case 'run':
      return { ...moved, runs: session.runs + 1 };
    case 'renamed':
      return { ...moved, title: text ?? session.title };
    case 'handedOver':
      return { ...moved, holder: to ?? session.holder };
    case 'closed':
      return { ...moved, state: 'closed', closedAt: at, cause: text };
    case 'reopened':
      return { ...moved, state: 'open', closedAt: null, cause: null };
    default:
      return moved;
  }
}

function withDevice(devices: Case['devices'], device: Case['devices'][number]): Case['devices'] {
  const others = devices.filter(({ id }) => id !== device.id);
  return [...others, device].toSorted((a, b) => a.name.localeCompare(b.name));
}

/** Beyond so many, results are opened when somebody wants to see them. */
const openAtFirst = 8;

/** The runs whose results a session's page opens with: those under way, and the last few. */
export const lastRuns = (steps: readonly StepView[]): ReadonlySet<string> =>
  new Set(steps.flatMap(({ run }) => run ?? []).slice(-openAtFirst));

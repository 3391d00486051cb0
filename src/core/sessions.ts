import type { CustomerSlug, DeviceId, RunId, SessionId } from './ids';
import type { Actor } from './runs';

/**
 * A diagnostic session is a case log: what was seen, what was asked of which router, what was noted, how it ended. Steps
 * are only ever added, and how the session stands is what they add up to.
 */
export const stepKinds = [
  'opened',
  'deviceAdded',
  'run',
  'note',
  'renamed',
  'handedOver',
  'closed',
  'reopened',
] as const;
export type StepKind = (typeof stepKinds)[number];

const titles = {
  opened: 'Opened with the symptom',
  deviceAdded: 'Added a device',
  run: 'Ran an action',
  note: 'Noted',
  renamed: 'Renamed the session',
  handedOver: 'Handed the session over',
  closed: 'Closed with the cause',
  reopened: 'Reopened with the reason',
} as const satisfies Record<StepKind, string>;

/** What happened, after the name of who did it. */
export const stepTitle = (kind: StepKind): string => titles[kind];

export const sessionStates = ['open', 'closed'] as const;
export type SessionState = (typeof sessionStates)[number];

/** How a session is called: `S-12`. Each customer's count from 1. */
export const sessionName = (number: number): string => `S-${number}`;

export const limits = {
  devices: 20,
  runs: 200,
  /** What one click may start. */
  runsAtOnce: 24,
  steps: 1_000,
} as const;

/** A title for whoever gave none: the symptom's first line, cut at a word where there is one. */
export function titleFrom(symptom: string): string {
  const [line = ''] = symptom.trim().split('\n');
  const characters = [...line.replace(/[\p{C}\p{Zl}\p{Zp}\s]+/gu, ' ').trim()];
  if (characters.length <= 80) return characters.join('');
  const space = characters.lastIndexOf(' ', 80);
  return `${characters
    .slice(0, space >= 40 ? space : 80)
    .join('')
    .trimEnd()}…`;
}

/** One entry of the case log. Times are ISO 8601, UTC. */
export interface ToldStep {
  /** From 1, without a gap. */
  readonly number: number;
  readonly kind: StepKind;
  readonly at: string;
  readonly by: Actor;
  /** The network address it was asked from. */
  readonly from: string;
  /** The symptom, note, cause, reason or new title; null where the kind has no words. */
  readonly text: string | null;
  readonly device: DeviceId | null;
  readonly run: RunId | null;
  /** Whom it was handed over to. */
  readonly to: string | null;
}

export interface ToldSession {
  readonly id: SessionId;
  readonly customer: CustomerSlug;
  readonly number: number;
  readonly title: string;
  readonly state: SessionState;
  readonly openedAt: string;
  readonly openedBy: Actor;
  /** Who looks after it now. */
  readonly holder: string;
  readonly closedAt: string | null;
  readonly cause: string | null;
}

import type { Role } from './access';
import type { FaultCode } from './faults';
import type { DeviceId, RunId } from './ids';

/** How far a run has come. The last five are ends; `unknown` is a write's alone. */
export const runStates = ['intended', 'running', 'done', 'failed', 'stopped', 'interrupted', 'unknown'] as const;
export type RunState = (typeof runStates)[number];

export const hasEnded = (state: RunState): boolean => state !== 'intended' && state !== 'running';

/** One row of a router's answer: text as RouterOS wrote it, only the fields that the catalogue lets in. */
export interface RunRow {
  /** Milliseconds since the run's first word was sent. */
  readonly afterMs: number;
  /** Which of the action's sentences it answers, from 0. */
  readonly sentence: number;
  readonly fields: Readonly<Record<string, string>>;
}

/** Who did something, by the name and the role they had at that time. */
export interface Actor {
  readonly name: string;
  readonly role: Role;
}

/** A run as it is told to whoever may see it. Times are ISO 8601, UTC. */
export interface ToldRun {
  readonly id: RunId;
  readonly device: DeviceId;
  /** An id of the catalogue, maybe of an older version of it. */
  readonly action: string;
  readonly params: Readonly<Record<string, unknown>>;
  readonly state: RunState;
  readonly by: Actor;
  readonly requestedAt: string;
  readonly startedAt: string | null;
  readonly endedAt: string | null;
  /** What was sent, as RouterOS's terminal would take it; null before anything was. */
  readonly sent: readonly string[] | null;
  /** How many rows there are so far. */
  readonly rows: number;
  /** The answer went on beyond the cap. */
  readonly isTruncated: boolean;
  /** Somebody asked for it to be stopped. */
  readonly isStopping: boolean;
  /** `message` is the router's own words where it spoke. */
  readonly fault: { readonly code: FaultCode; readonly message: string } | null;
}

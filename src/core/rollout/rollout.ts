import type { Tier } from '../actions/define';
import type { ChangeState, Stage, StepAbout } from '../change/change';
import type { RowChange } from '../change/predict';
import type { FaultCode } from '../faults';
import type { ChangeId, CustomerSlug, DeviceId, RolloutId } from '../ids';
import type { Actor } from '../runs';

/**
 * One template with its values on many devices of one customer. Each device has a change of its own, with its own preview and
 * digest; a rollout is what is decided once over all of them, and in which order they are made.
 */
export const rolloutStates = ['planned', 'running', 'stopped', 'done', 'withdrawn', 'rejected', 'expired'] as const;
export type RolloutState = (typeof rolloutStates)[number];

/** More than that are more than one person looks at before they authorise; whoever has more makes several. */
export const mostRolloutDevices = 200;

export const tooManyForRollout = (): string =>
  `A template goes to at most ${mostRolloutDevices} devices at a time: narrow the filter, or select fewer.`;

/** How many devices a wave behind the first one has at most, and without anything said. */
export const mostInWave = 50;
export const usualWave = 5;

/** Beyond these, whatever is changed takes two people. */
export const fewDevices = 10;
export const fewSubscribers = 50;

/** How a rollout is called: `R-3`. Each customer's count from 1. */
export const rolloutName = (number: number): string => `R-${number}`;

/** Another rollout, as one speaks of it. */
export interface OtherRollout {
  readonly id: RolloutId;
  readonly number: number;
}

/** One of its devices, as far as it decides how the rollout goes on. Times are ISO 8601, UTC. */
export interface Member {
  readonly change: ChangeId;
  /** From 1, in the order in which they are made. */
  readonly position: number;
  readonly state: ChangeState;
  /** Somebody authorised it: it is part of what is made. */
  readonly isPart: boolean;
  /** When it was its turn; null: it was not. */
  readonly releasedAt: string | null;
  readonly endedAt: string | null;
  /** How it ended is not known, and is being read back: it may yet be undone by itself. */
  readonly isBeingRead: boolean;
}

/** How many devices stand how. `begun` are those whose turn has come and that have not ended. */
export interface RolloutCounts {
  readonly devices: number;
  readonly previewing: number;
  /** Previewed, or authorised: their turn has not come. */
  readonly waiting: number;
  readonly begun: number;
  readonly verified: number;
  /** Reverted, failed while it was made, or unknown. */
  readonly failed: number;
  /** Of no device was anything to be made: it is so already. */
  readonly unneeded: number;
  /** Nothing was authorised of them: unreachable, refused, too old. */
  readonly leftOut: number;
}

/** What retrying asks once more: whatever did not come to be, but not what a person withdrew. */
export const isRetried = ({ state, isBeingRead }: Pick<Member, 'state' | 'isBeingRead'>): boolean =>
  ['failed', 'reverted', 'refused', 'unknown'].includes(state) && !isBeingRead;

/** A rollout in a list. */
export interface ToldRolloutLine {
  readonly id: RolloutId;
  readonly customer: CustomerSlug;
  readonly number: number;
  readonly template: string;
  readonly version: number;
  readonly title: string;
  readonly state: RolloutState;
  readonly tier: Tier | null;
  readonly takesTwo: boolean;
  readonly waveSize: number;
  readonly by: Actor;
  readonly isOwn: boolean;
  readonly askedAt: string;
  readonly authorisedBy: Actor | null;
  readonly authorisedAt: string | null;
  readonly isBreakGlass: boolean;
  readonly endedAt: string | null;
  readonly counts: RolloutCounts;
}

/** A rollout as it is told to whoever may see it. */
export interface ToldRollout extends ToldRolloutLine {
  /** Of what is authorised, or was: 64 hex digits; and its beginning, for people to compare. */
  readonly digest: string | null;
  readonly shortDigest: string | null;
  /** Until when the first preview may be authorised. */
  readonly expiresAt: string | null;
  /** Until when devices of it may be begun. */
  readonly runsUntil: string | null;
  readonly reason: string | null;
  readonly rejectedBy: Actor | null;
  readonly stoppedAt: string | null;
  /** Null where no person stopped it. */
  readonly stoppedBy: string | null;
  readonly resumedAt: string | null;
  readonly resumedBy: string | null;
  readonly retryOf: RolloutId | null;
  readonly retriedBy: OtherRollout | null;
  readonly values: Readonly<Record<string, unknown>>;
  /** As RouterOS's terminal would take what is done on each device. */
  readonly lines: readonly string[];
  /** How many devices retrying would ask. */
  readonly failures: number;
  /** Why the caller may not do this, as a sentence; null: they may. */
  readonly whyNot: {
    readonly authorise: string | null;
    readonly breakGlass: string | null;
    readonly reject: string | null;
    readonly withdraw: string | null;
    readonly stop: string | null;
    readonly resume: string | null;
    readonly retry: string | null;
  };
}

/** One of its devices, as it is told. */
export interface ToldMember {
  readonly change: ChangeId;
  readonly number: number;
  readonly device: DeviceId;
  readonly name: string;
  readonly position: number;
  /** In which wave it was made, from 1, which is the first device alone; null: not yet. */
  readonly wave: number | null;
  readonly state: ChangeState;
  readonly tier: Tier | null;
  readonly shortDigest: string | null;
  readonly isPart: boolean;
  readonly isBeingRead: boolean;
  readonly releasedAt: string | null;
  readonly endedAt: string | null;
  readonly stages: readonly { readonly stage: Stage; readonly at: string }[];
  readonly fault: { readonly code: FaultCode; readonly message: string } | null;
  /** What the preview found; null where there is none. */
  readonly found: {
    readonly changes: readonly RowChange[];
    readonly steps: readonly StepAbout[];
    readonly refusals: readonly string[];
    readonly warnings: readonly string[];
    readonly lockout: string | null;
  } | null;
  /** Outside its windows, in a freeze, or while a read weighs on it: why it waits, as a sentence. */
  readonly waitsFor: string | null;
}

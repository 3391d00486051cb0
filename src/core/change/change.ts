import type { Tier } from '../actions/define';
import type { FaultCode } from '../faults';
import type { ChangeId, CustomerSlug, DeviceId } from '../ids';
import type { OtherRollout } from '../rollout/rollout';
import type { Actor } from '../runs';
import type { Guard, Rung } from './guard';
import type { Review } from './on-call';
import type { OthersSeen } from './others-seen';
import type { Prediction } from './predict';
import type { Step } from './step';

/**
 * How far a change has come. It waits for a person as `previewed` alone, and for a runner as `previewing` and `authorised`; all
 * behind `applying` are ends, of which `unknown` is settled later by reading back.
 */
export const changeStates = [
  'previewing',
  'previewed',
  'authorised',
  'applying',
  'verified',
  'reverted',
  'failed',
  'unknown',
  'unneeded',
  'refused',
  'withdrawn',
  'rejected',
  'expired',
] as const;
export type ChangeState = (typeof changeStates)[number];

/** Whether it may still move: somebody or something has yet to act. */
export const isOpen = (state: ChangeState): boolean =>
  ['previewing', 'previewed', 'authorised', 'applying', 'unknown'].includes(state);

/** What has been reached while it is applied, in this order; each is written down before the next byte is sent. */
export const stages = [
  'begun',
  'checked',
  'arming',
  'armed',
  'applied',
  'reached',
  'readBack',
  'releasing',
  'undone',
] as const;
export type Stage = (typeof stages)[number];

/** A preview is an offer: after so long the router is looked at anew. */
export const previewMinutes = 60;

/** What a step is about, with the menu that shows its rows, and how one of its rows is called in a sentence. */
export type StepAbout = Pick<Step, 'menu' | 'verb' | 'where'> & {
  readonly noun: string;
  /** Its rows come and go by themselves. */
  readonly isPassing: boolean;
  /** Safe mode does not undo it. */
  readonly isUnguarded?: boolean | undefined;
  /** Of a command that sets nothing: what becomes of a row, with its fields in braces. */
  readonly told?: string | undefined;
  /** The router itself starts anew. */
  readonly isRestart?: boolean | undefined;
};

/** What a preview found, as it is kept (sealed) and shown. */
export interface Preview extends Prediction {
  /** What each step is about; `lines` are the same ones, as RouterOS's terminal would take them. */
  readonly steps: readonly StepAbout[];
  readonly lines: readonly string[];
  /** Of the way back; empty where there is none. */
  readonly inverse: readonly string[];
  readonly routerOs: string;
  readonly guard: Guard;
  readonly others: OthersSeen;
  /** From where the router sees us come; null: it did not say. */
  readonly ownAddress: string | null;
}

/** Why somebody decided as they did is told in so many characters. */
export const longestReason = 500;

/** How a change is called: `C-12`. Each customer's count from 1. */
export const changeName = (number: number): string => `C-${number}`;

/** The beginning of a digest in groups, for people to compare: `9f86d081 884c7d65`. */
export const digestInShort = (digest: string): string => `${digest.slice(0, 8)} ${digest.slice(8, 16)}`;

/** Another change, as one speaks of it. */
export interface OtherChange {
  readonly id: ChangeId;
  readonly number: number;
}

/** A change in a list. Times are ISO 8601, UTC. */
export interface ToldChangeLine {
  readonly id: ChangeId;
  readonly customer: CustomerSlug;
  readonly device: DeviceId;
  readonly deviceName: string;
  /** The customer's count from 1: `C-12`. */
  readonly number: number;
  readonly template: string;
  readonly version: number;
  /** The template's; its id where this version of Routeward has no such template. */
  readonly title: string;
  /** One of the write actions that Admins do directly, and no template of the library. */
  readonly isDirect: boolean;
  readonly values: Readonly<Record<string, unknown>>;
  /** What it takes back. */
  readonly reverts: OtherChange | null;
  /** The rollout that it is one device of. */
  readonly rollout: OtherRollout | null;
  readonly state: ChangeState;
  readonly tier: Tier | null;
  /** What takes it back when we lose the way to the router; null: it is not known yet. */
  readonly guard: Rung | null;
  /** By its tier or by its customer's policy it takes a second person. */
  readonly takesTwo: boolean;
  readonly by: Actor;
  /** The caller asked for it. */
  readonly isOwn: boolean;
  readonly askedAt: string;
  readonly expiresAt: string | null;
  readonly authorisedBy: Actor | null;
  readonly authorisedAt: string | null;
  /** It was authorised without the second person that it takes. */
  readonly isBreakGlass: boolean;
  /** Whoever asked for it was on call, and authorised it alone: what somebody else makes of that. Null: it was not so. */
  readonly review: Review<Actor> | null;
  readonly rejectedBy: Actor | null;
  /** Its preview says that it would cut our own way, and this Super Admin had it go on all the same. */
  readonly overriddenBy: Actor | null;
  readonly endedAt: string | null;
  readonly faultCode: FaultCode | null;
}

/** A change as it is told to whoever may see it. */
export interface ToldChange extends ToldChangeLine {
  /** Of the preview: 64 hex digits. `shortDigest` is its beginning, for people to compare. */
  readonly digest: string | null;
  readonly shortDigest: string | null;
  readonly preview: Preview | null;
  /** Why it was rejected, or authorised alone. */
  readonly reason: string | null;
  /** Of whoever reviewed it, in their own words. */
  readonly reviewRemark: string | null;
  readonly overriddenAt: string | null;
  /** Why it goes on although it would cut our own way. */
  readonly overrideReason: string | null;
  readonly stages: readonly { readonly stage: Stage; readonly at: string }[];
  /** It is authorised, and something on its device has to end first: what, as a sentence. */
  readonly waitsFor: string | null;
  /** How it ended is not known yet, and the router is read again by itself. `unknown` without it is so for good. */
  readonly isBeingRead: boolean;
  /** How it is asked for once more: at once, by the form because something secret is typed anew, or not at all. */
  readonly again: 'preview' | 'form' | null;
  /** `message` is the router's own words where it spoke. */
  readonly fault: { readonly code: FaultCode; readonly message: string } | null;
  /** The change that takes it back, or took it. */
  readonly takenBack: (OtherChange & { readonly state: ChangeState }) | null;
  /** Why the caller may not do this, as a sentence; null: they may. */
  readonly whyNot: {
    readonly authorise: string | null;
    readonly breakGlass: string | null;
    readonly onCall: string | null;
    readonly review: string | null;
    readonly override: string | null;
    readonly reject: string | null;
    readonly withdraw: string | null;
    readonly revert: string | null;
  };
}

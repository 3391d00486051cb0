import type { ToldMember, ToldRollout, ToldRolloutLine } from '@/core/rollout/rollout';

/** What the doors answer with, as the screens hold it. */
export type RolloutLine = ToldRolloutLine;
export type RolloutView = ToldRollout;
export type MemberView = ToldMember;

export interface RolloutListPage {
  readonly items: readonly RolloutLine[];
  readonly next: string | null;
  /** How many of them whoever looks may authorise at this moment. */
  readonly forMe: number;
}

export interface RolloutEvent {
  readonly rollout: RolloutView;
  readonly members: readonly MemberView[];
}

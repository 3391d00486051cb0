import type { ToldChange, ToldChangeLine } from '@/core/change/change';
import type { ChangeCounts } from '@/core/change/groups';

/** What the doors answer with, as the screens hold it. */
export type ChangeView = ToldChange;
export type ChangeLine = ToldChangeLine;

export interface ChangeListPage {
  readonly items: readonly ChangeLine[];
  readonly next: string | null;
  readonly states: ChangeCounts;
  /** How many of them whoever looks may authorise or review at this moment. */
  readonly forMe: number;
}

import { type ChangeState, changeStates } from './change';

/** The states as a list is narrowed by them: what waits for somebody before what is over. */
export const changeGroups = {
  waiting: ['previewed'],
  underWay: ['previewing', 'authorised', 'applying'],
  unknown: ['unknown'],
  verified: ['verified'],
  undone: ['reverted'],
  unmade: ['failed', 'refused', 'unneeded', 'withdrawn', 'rejected', 'expired'],
} as const satisfies Readonly<Record<string, readonly ChangeState[]>>;
export type ChangeGroup = keyof typeof changeGroups;

// safe: `changeGroups` is a literal; its keys are exactly these.
export const changeGroupNames = Object.keys(changeGroups) as ChangeGroup[];

/** How many changes there are in each state; a state without one may be left out. */
export type ChangeCounts = Readonly<Partial<Record<ChangeState, number>>>;

export const countOf = (counts: ChangeCounts, group: ChangeGroup | undefined): number =>
  statesOf(group).reduce((sum, state) => sum + (counts[state] ?? 0), 0);

/** The states of a group; all of them without one. */
export const statesOf = (group: ChangeGroup | undefined): readonly ChangeState[] =>
  group === undefined ? changeStates : changeGroups[group];

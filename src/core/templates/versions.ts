/** How far a version of a template of one's own has come. */
export const versionStates = ['draft', 'inReview', 'published', 'retired', 'discarded'] as const;
export type VersionState = (typeof versionStates)[number];

export const versionTitles: Readonly<Record<VersionState, string>> = {
  draft: 'Draft',
  inReview: 'In review',
  published: 'Published',
  retired: 'Retired',
  discarded: 'Discarded',
};

/** Whether changes may be made by the version that they were asked with. `unknown`: this version of Routeward has it not. */
export type TemplateStanding = 'inForce' | 'retired' | 'unknown';

/** Another version of the same template. */
export interface OtherVersion {
  readonly version: number;
  readonly state: VersionState;
}

/** Beside which a version is shown at first: what is in force, else what was so last before it. Null: there is none. */
export const besideAtFirst = (version: number, others: readonly OtherVersion[]): OtherVersion | null =>
  others.find(({ state }) => state === 'published') ??
  others
    .filter((one) => one.version < version && one.state === 'retired')
    .toSorted((a, b) => b.version - a.version)[0] ??
  null;

/** How far a trial on a simulated router has come. */
export const trialStates = ['waiting', 'running', 'ended'] as const;
export type TrialState = (typeof trialStates)[number];

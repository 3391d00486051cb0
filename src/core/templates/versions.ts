/** How far a version of a template of one's own has come. */
export const versionStates = ['draft', 'inReview', 'published', 'retired'] as const;
export type VersionState = (typeof versionStates)[number];

export const versionTitles: Readonly<Record<VersionState, string>> = {
  draft: 'Draft',
  inReview: 'In review',
  published: 'Published',
  retired: 'Retired',
};

/** How far a trial on a simulated router has come. */
export const trialStates = ['waiting', 'running', 'ended'] as const;
export type TrialState = (typeof trialStates)[number];

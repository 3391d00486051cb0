/** How far looking in one customer's devices has come. */
export const lookupStates = ['intended', 'running', 'done', 'stopped', 'interrupted'] as const;
export type LookupState = (typeof lookupStates)[number];

/** Whatever has not answered by then did not answer. Seconds, from the first word to any router. */
export const lookupSeconds = 17;
/** Lookups of one person at the same time. */
export const mostLookups = 2;

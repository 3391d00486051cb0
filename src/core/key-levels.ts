/** The kinds of keys that can be changed, in the order in which they are shown. */
export const keyLevels = ['signing', 'master', 'system', 'customers'] as const;
export type KeyLevel = (typeof keyLevels)[number];

/** How a change stands: nothing done yet; the new one in use; nothing left under the old one; over; nothing came of it. */
export const changeStates = ['waiting', 'working', 'ending', 'done', 'failed'] as const;
export type ChangeState = (typeof changeStates)[number];

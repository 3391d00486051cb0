/*
 * Apart from the schemas of people: the page of the sign-in needs these two and nothing that reads input.
 */

/** Characters (Unicode code points) of a password, without a second factor and beside one. */
export const shortestPassword = { alone: 15, besideSecondFactor: 8 } as const;
export const longestPassword = 200;

/** Whether every byte, router, hostile text and mutant is tried, which takes more than an hour (`npm run test:thorough`). */
const isThorough = process.env.ROUTEWARD_TEST_THOROUGH === '1';

/** Every `step`th of them, from one on that is drawn anew in each run; all of them when it is to be thorough. At least one, where there is one. */
export function drawn<T>(all: readonly T[], step: number): T[] {
  if (isThorough) return [...all];
  const offset = Math.floor(Math.random() * Math.min(step, all.length));
  return all.filter((_, index) => index % step === offset);
}

/** How many of so many cases that are made up are tried: a fifth of them, or each when it is to be thorough. */
export const aFifth = (cases: number): number => (isThorough ? cases : cases / 5);

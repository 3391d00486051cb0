/** Whether every byte and every router is tried, which takes more than an hour (`npm run test:thorough`); else some of them are, drawn anew in each run. */
const isThorough = process.env.ROUTEWARD_TEST_THOROUGH === '1';

/** Every `step`th of them, from a drawn one on; all of them when it is to be thorough. At least one, where there is one. */
export function drawn<T>(all: readonly T[], step: number): T[] {
  if (isThorough) return [...all];
  const offset = Math.floor(Math.random() * Math.min(step, all.length));
  return all.filter((_, index) => index % step === offset);
}

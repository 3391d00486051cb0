/** How much is tried. */
export interface Amount {
  /** The same one tries the same things. */
  readonly seed: number;
  /** At how many bytes conversations that make a change are cut. */
  readonly cuts: number;
  /** How many hostile values each parameter is given. */
  readonly values: number;
  /** Of how many templates and direct actions approvals are forged; the library's whole where it has no more. */
  readonly writes: number;
}

export const thorough: Amount = { seed: 1, cuts: 1_200, values: 500, writes: Number.MAX_SAFE_INTEGER };
/** What the tests have time for. */
const little: Amount = { seed: 1, cuts: 72, values: 20, writes: 3 };

/** By which the command says how much. */
export const amountVariable = 'ROUTEWARD_ATTACK';

export const amount: Amount = { ...little, ...JSON.parse(process.env[amountVariable] ?? '{}') };

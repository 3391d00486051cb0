import { type Changing, lockout, matters } from './lockout/lockout';
import type { Dialled } from './lockout/path';
import type { PathRows } from './lockout/state';
import { type Prediction, predict, type RefusalId } from './predict';
import type { Looks } from './rows';
import { highest, type Step } from './step';

/** What is seen of a router before it is changed. */
export interface Seen {
  readonly looks: Looks;
  /** From where the router sees us come; null: it did not say. */
  readonly ownAddress: string | null;
  /** What our path hangs on; null: no step touches any of it. */
  readonly path: PathRows | null;
}

/** Whether our path to the router can hang on what these steps change. */
export const canCut = (steps: readonly Pick<Step, 'verb' | 'menu'>[]): boolean =>
  steps.some(({ verb, menu }) => verb !== 'have' && matters(menu));

/** What a change would do to a router, and to our own path to it: what touches that takes two people. */
export function foresee(
  steps: readonly Step[],
  { looks, ownAddress, path }: Seen,
  dialled: Omit<Dialled, 'from'>,
): Prediction {
  const prediction = predict(steps, looks, ownAddress);
  if (path === null) return prediction;
  const changing: Changing = { steps, changes: prediction.changes };
  const { sentence, step, warnings, touches } = lockout(changing, path, { ...dialled, from: ownAddress });
  const own: readonly RefusalId[] = sentence === null ? [] : ['ownPath'];
  return {
    ...prediction,
    refusals: [...prediction.refusals, ...own.map((id) => ({ id, step: step ?? 0 }))],
    tier: touches ? highest([prediction.tier, 'W3']) : prediction.tier,
    ...{ lockout: sentence, warnings: [...prediction.warnings, ...warnings] },
  };
}

import type { Guard } from './guard';
import { type Changing, lockout, matters } from './lockout/lockout';
import type { Dialled } from './lockout/path';
import type { PathRows } from './lockout/state';
import { permittedOf } from './permitted';
import { type Prediction, predict, type RefusalId } from './predict';
import type { Looks } from './rows';
import { highest, type Step } from './step';

/** What is seen of a router before it is changed. */
export interface Seen {
  readonly looks: Looks;
  /** From where the router sees us come; null: it did not say. */
  readonly ownAddress: string | null;
  /** From where our account is signed in as well. */
  readonly elsewhere?: readonly string[];
  /** What our path hangs on; null: no step touches any of it. */
  readonly path: PathRows | null;
}

/** Whether our path to the router can hang on what these steps change. */
export const canCut = (steps: readonly Pick<Step, 'verb' | 'menu'>[]): boolean =>
  steps.some(({ verb, menu }) => verb !== 'have' && matters(menu));

/**
 * Whether nothing stands against it but that it would cut our own way, which a Super Admin may override: where it does, safe mode
 * undoes it. What safe mode does not undo is never overridden.
 */
export function isOnlyLockout(steps: readonly Step[], guarded: Prediction & Guarded): boolean {
  const { lockout: sentence, refusals } = guarded;
  return sentence !== null && isUndone(steps, guarded) && refusals.length === 1 && refusals[0]?.id === 'ownPath';
}

interface Guarded {
  readonly guard: Pick<Guard, 'rung'>;
}

/** Whether safe mode would undo all that is done. */
export const isUndone = (steps: readonly Step[], { changes, guard }: Pick<Prediction, 'changes'> & Guarded): boolean =>
  guard.rung === 'safeMode' && changes.every(({ deed, step }) => deed === 'keep' || !isUnguarded(steps[step]));

const isUnguarded = (step: Step | undefined): boolean => step === undefined || permittedOf(step).isUnguarded;

/** What a change would do to a router, and to our own path to it: what touches that takes two people. */
export function foresee(
  steps: readonly Step[],
  { looks, ownAddress, elsewhere = [], path }: Seen,
  dialled: Omit<Dialled, 'from'>,
): Prediction {
  const prediction = predict(steps, looks, ownAddress);
  if (path === null) return prediction;
  const changing: Changing = { steps, changes: prediction.changes };
  const { sentence, step, warnings, touches } = lockout(changing, path, { ...dialled, from: ownAddress });
  const doubts = ownAddress === null ? [] : elsewhere.map((other) => doubtOf(ownAddress, other));
  const own: readonly RefusalId[] = sentence === null ? [] : ['ownPath'];
  return {
    ...prediction,
    refusals: [...prediction.refusals, ...own.map((id) => ({ id, step: step ?? 0 }))],
    tier: touches || doubts.length > 0 ? highest([prediction.tier, 'W3']) : prediction.tier,
    ...{ lockout: sentence, warnings: [...prediction.warnings, ...doubts, ...warnings] },
  };
}

const doubtOf = (ownAddress: string, other: string): string =>
  `Routeward’s account is signed in from ${other} as well as from ${ownAddress}: the way of the newest session, from ${ownAddress}, is the one that is looked at.`;

import { doingOf } from './doing';
import { addable, permittedOf } from './permitted';
import type { Plan, RowChange } from './predict';
import { shown, valueIn } from './rows';
import type { Fields, Place, Step } from './step';

/**
 * The steps that bring back what was there, the last one first: each names the row by what it was found by. None where a row
 * that is gone had a secret, which was never read: the others alone would be half of it. `isOfPart`: nobody knows which of them
 * were made; a row that was never added is not there to be removed.
 */
export function inverse({ steps, changes }: Pick<Plan, 'steps' | 'changes'>, isOfPart = false): readonly Step[] {
  const isLost = changes.some(({ deed, step }) => deed === 'remove' && hadSecret(steps[step]));
  const back = isLost ? [] : changes.flatMap((change) => inverseOf(steps[change.step], change)).reverse();
  return isOfPart ? back.map((step) => (step.verb === 'remove' ? { ...step, ifNone: 'skip' } : step)) : back;
}

const hadSecret = (step: Step | undefined): boolean => step !== undefined && addable(step.menu)?.secrets !== undefined;

function inverseOf(step: Step | undefined, { deed, before, after, follower }: RowChange): readonly Step[] {
  if (step === undefined || deed === 'keep') return [];
  const { menu, where, mostRows, place } = step;
  const back = { menu, where, mostRows, ifNone: 'refuse', fields: {} } as const;
  const same = { menu, where, mostRows, ifNone: 'refuse' } as const;
  const left = valuesOf(after, Object.keys(shown(step)));
  if (deed === 'add') return [{ ...same, ...(place && { place }), verb: 'remove', fields: {}, as: left }];
  if (deed === 'set') {
    const names = Object.keys(step.fields).filter((name) => name in left);
    return [{ ...same, verb: 'set', fields: valuesOf(before, names), as: valuesOf(after, names) }];
  }
  if (deed === 'move') return [{ ...back, verb: 'move', place: placeOf(follower) }];
  if (deed === 'do') {
    const { isUndoneByRemoving, proof } = doingOf(step) ?? {};
    return isUndoneByRemoving === true ? [{ ...back, verb: 'remove', as: { ...proof?.becomes } }] : [];
  }
  return addedAgain(step, before ?? {});
}

// safe: it is the number of a row, as the router gave it.
const placeOf = (follower: string | null = null): Place => (follower === null ? 'last' : (follower as Place));

/** Of what came and went by itself nothing comes back. */
function addedAgain({ as: _, ...step }: Step, before: Fields): readonly Step[] {
  const add = addable(step.menu);
  // What the router had made itself it makes anew where somebody asks for it.
  if (add === undefined || (permittedOf(step).isDynamicFree === true && before.dynamic === 'true')) return [];
  const names = add.fields.filter((name) => !Object.hasOwn(step.where, name) && valueIn(before, name) !== '');
  return [{ ...step, verb: 'add', fields: valuesOf(before, names) }];
}

const valuesOf = (row: Fields | null, names: readonly string[]): Fields =>
  Object.fromEntries(names.map((name) => [name, valueIn(row, name)]));

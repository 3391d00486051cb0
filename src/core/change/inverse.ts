import { addable } from './permitted';
import type { Plan, RowChange } from './predict';
import { shown, valueIn } from './rows';
import type { Fields, Step } from './step';

/**
 * The steps that bring back what was there, the last one first: each names the row by what it was found by. None where a row
 * that is gone had a secret, which was never read: the others alone would be half of it.
 */
export function inverse({ steps, changes }: Pick<Plan, 'steps' | 'changes'>): readonly Step[] {
  const isLost = changes.some(({ deed, step }) => deed === 'remove' && hadSecret(steps[step]));
  return isLost ? [] : changes.flatMap((change) => inverseOf(steps[change.step], change)).reverse();
}

const hadSecret = (step: Step | undefined): boolean => step !== undefined && addable(step.menu)?.secrets !== undefined;

function inverseOf(step: Step | undefined, { deed, before, after }: RowChange): readonly Step[] {
  if (step === undefined || deed === 'keep') return [];
  const { menu, where, mostRows, place } = step;
  const same = { menu, where, mostRows, ifNone: 'refuse' } as const;
  const left = valuesOf(after, Object.keys(shown(step)));
  if (deed === 'add') return [{ ...same, ...(place && { place }), verb: 'remove', fields: {}, as: left }];
  if (deed === 'set') {
    const names = Object.keys(step.fields).filter((name) => name in left);
    return [{ ...same, verb: 'set', fields: valuesOf(before, names), as: valuesOf(after, names) }];
  }
  return addedAgain(step, before ?? {});
}

/** Of what came and went by itself nothing comes back. */
function addedAgain({ as: _, ...step }: Step, before: Fields): readonly Step[] {
  const add = addable(step.menu);
  if (add === undefined) return [];
  const names = add.fields.filter((name) => valueIn(before, name) !== '');
  return [{ ...step, verb: 'add', fields: valuesOf(before, names) }];
}

const valuesOf = (row: Fields | null, names: readonly string[]): Fields =>
  Object.fromEntries(names.map((name) => [name, valueIn(row, name)]));

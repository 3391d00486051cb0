import { addable } from './permitted';
import type { Plan, RowChange } from './predict';
import { shown } from './rows';
import type { Fields, Step } from './step';

/** The steps that bring back what was there, the last one first: each names the row by what it was found by. */
export const inverse = ({ steps, changes }: Pick<Plan, 'steps' | 'changes'>): readonly Step[] =>
  changes.flatMap((change) => inverseOf(steps[change.step], change)).reverse();

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

/** Of what came and went by itself, and of what had a secret that was never read, nothing comes back. */
function addedAgain({ as: _, ...step }: Step, before: Fields): readonly Step[] {
  const add = addable(step.menu);
  if (add === undefined || add.secrets !== undefined) return [];
  const names = add.fields.filter((name) => (before[name] ?? '') !== '');
  return [{ ...step, verb: 'add', fields: valuesOf(before, names) }];
}

const valuesOf = (row: Fields | null, names: readonly string[]): Fields =>
  Object.fromEntries(names.map((name) => [name, row?.[name] ?? '']));

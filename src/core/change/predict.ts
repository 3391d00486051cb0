import type { Tier } from '../actions/define';
import { refusals as ofActions } from '../actions/refusals';
import type { Identity } from './identity';
import { type Fields, highest, permittedOf, type Step } from './step';

/** Why a change is refused, whoever asks, by what its preview finds. */
export const refusals = {
  ...ofActions,
  notAsLeft: 'the row is no longer as the change left it that is to be taken back',
} as const satisfies Readonly<Record<string, string>>;
export type RefusalId = keyof typeof refusals;

/** What was found for each step, in their order: rows with their number (`.id`) and what the step reads of them. */
export type Looks = readonly (readonly Fields[])[];

/** What becomes of one row. */
export interface RowChange {
  /** Which step, from 0. */
  readonly step: number;
  /** `*1A` */
  readonly row: string;
  /** `keep`: it is already as the step would make it. */
  readonly deed: 'set' | 'remove' | 'keep';
  readonly before: Fields;
  /** null: gone. */
  readonly after: Fields | null;
}

/** What a change would do to a router as it is now. */
export interface Prediction {
  readonly changes: readonly RowChange[];
  /** Why it must not be made: which rule, and by which step. */
  readonly refusals: readonly { readonly id: RefusalId; readonly step: number }[];
  readonly tier: Tier;
  /** What nothing brings back. */
  readonly lost: readonly string[];
}

/** `ownAddress`: from where the router sees us come; null: it did not say. */
export function predict(steps: readonly Step[], looks: Looks, ownAddress: string | null): Prediction {
  const each = steps.map((step, index) => ({ step, index, rows: looks[index] ?? [] }));
  const changes = each.flatMap(({ step, index, rows }) => rows.map((row) => changeOf(step, index, row)));
  const refusals = each.flatMap(({ step, index, rows }) =>
    refusalsOf(step, rows, ownAddress).map((id) => ({ id, step: index })),
  );
  const done = new Set(changes.filter(({ deed }) => deed !== 'keep').map(({ step }) => step));
  const lost = each.flatMap(({ step, index }) => (done.has(index) ? [permittedOf(step).lost] : []));
  return {
    changes,
    refusals,
    tier: highest(steps.map((step) => permittedOf(step).tier)),
    lost: [...new Set(lost.filter((sentence) => sentence !== null))],
  };
}

/** Whether there is anything to do. */
export const isNeeded = ({ changes }: Pick<Prediction, 'changes'>): boolean =>
  changes.some(({ deed }) => deed !== 'keep');

function changeOf({ verb, fields }: Step, step: number, found: Fields): RowChange {
  const { '.id': row = '', ...before } = found;
  if (verb === 'remove') return { step, row, deed: 'remove', before, after: null };
  const isThere = Object.entries(fields).every(([name, text]) => before[name] === text);
  return { step, row, deed: isThere ? 'keep' : 'set', before, after: { ...before, ...fields } };
}

function refusalsOf(step: Step, rows: readonly Fields[], ownAddress: string | null): RefusalId[] {
  const { serves } = permittedOf(step);
  const found: RefusalId[] = [];
  if (rows.length === 0 && step.ifNone === 'refuse') found.push('notFound');
  if (rows.length > step.mostRows) found.push('tooManyRows');
  // RouterOS compares exactly in a query; a change does not rest on that.
  if (rows.some((row) => Object.entries(step.where).some(([name, text]) => row[name] !== text)))
    found.push('inexactName');
  if (rows.some((row) => Object.entries(step.as ?? {}).some(([name, text]) => row[name] !== text)))
    found.push('notAsLeft');
  if (ownAddress !== null && rows.some((row) => serves.some((name) => row[name] === ownAddress))) found.push('ownPath');
  return found;
}

/** What is about to be made, as the last look before it found it: kept, so that it can be read back and taken back. */
export interface Plan {
  /** Which router it was. */
  readonly identity: Identity;
  readonly steps: readonly Step[];
  readonly changes: readonly RowChange[];
}

/** The steps that bring back what was there, the last one first: each names the row by what it was found by. */
export function inverse({ steps, changes }: Pick<Plan, 'steps' | 'changes'>): readonly Step[] {
  return changes
    .flatMap(({ step: index, deed, before, after }): Step[] => {
      const step = steps[index];
      if (deed !== 'set' || step === undefined) return [];
      const valuesOf = (row: Fields): Fields =>
        Object.fromEntries(Object.keys(step.fields).map((name) => [name, row[name] ?? '']));
      return [{ ...step, fields: valuesOf(before), as: valuesOf(after ?? {}), ifNone: 'refuse' }];
    })
    .reverse();
}

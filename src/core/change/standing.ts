import { isDone, isLasting } from './doing';
import { permittedOf } from './permitted';
import type { Plan, RowChange } from './predict';
import { followerOf, has, isInPlace, type Looks, rowsOf, shown, valueIn } from './rows';
import type { Fields, Step } from './step';

/**
 * How a router stands to a change: as the change would have it (`after`), as it was (`before`), or neither: somebody changed
 * the same since, or a part of it was made.
 */
export type Standing = 'after' | 'before' | 'neither';

type Planned = Pick<Plan, 'steps' | 'changes'>;

/**
 * Reads a change back from `looks`, the same as were read for it. What comes and goes by itself decides only where there is
 * nothing else.
 */
export function standing({ steps, changes }: Planned, looks: Looks): Standing {
  const made = changes.filter(({ deed }) => deed !== 'keep');
  const lasting = made.filter((change) => !isPassing(steps[change.step]));
  const deciding = lasting.length > 0 ? lasting : made;
  const areAll = (wanted: 'before' | 'after') => deciding.every((change) => isAs(wanted, change, { steps, looks }));
  if (areAll('after')) return 'after';
  return areAll('before') ? 'before' : 'neither';
}

/** How long a router took to answer the command of each change, in milliseconds, in their order. */
export type Took = readonly (number | null)[];

/** Whether all of it was made: rows that were removed are gone too. */
export const isMade = ({ steps, changes }: Planned, looks: Looks, took: Took = []): boolean =>
  changes.every(
    (change, index) => change.deed === 'keep' || isAs('after', change, { steps, looks, tookMs: took[index] ?? null }),
  );

/** Whether a router is in all that the steps are about as predicted, also in what has come anew since it was looked at. */
export function isAsPredicted({ steps, changes }: Planned, looks: Looks, took: Took = []): boolean {
  const areAll = steps.every((step, index) => {
    const look = looks[index] ?? [];
    const rows = rowsOf(step, look);
    // What was done to its rows, and that those are gone which come anew at once, is asked of each.
    if (step.verb === 'do' || permittedOf(step).comesAnew) return true;
    if (step.verb === 'remove') return rows.length === 0;
    const planned = changes.filter((change) => change.step === index).length;
    return rows.length === planned && rows.every((row) => has(row, shown(step)) && isInPlace(steps, index, row, look));
  });
  return areAll && isMade({ steps, changes }, looks, took);
}

export const isPassing = (step: Step | undefined): boolean =>
  step !== undefined && permittedOf(step).kind === 'passing';

/** Only what the change is about counts: that somebody else gave the row another comment says nothing of it. */
function isAs(
  wanted: 'before' | 'after',
  change: RowChange,
  {
    steps,
    looks,
    tookMs = null,
  }: { readonly steps: readonly Step[]; readonly looks: Looks; readonly tookMs?: number | null },
): boolean {
  const step = steps[change.step];
  if (step === undefined) return false;
  const rows = rowsOf(step, looks[change.step]);
  const { before, after, [wanted]: fields } = change;
  if (change.deed === 'move') return isPlaced(wanted, change, looks[change.step]);
  if (change.deed === 'do') return isDoneAs(wanted, { change, step, now: foundAs(change, rows), tookMs });
  if (before === null || after === null) {
    const same = rows.filter((row) => isSame(change, step, row));
    // What somebody has altered since is there all the same.
    if (fields === null) return (isPassing(step) ? same : rows).length === 0;
    return same.length === 1;
  }
  const found = foundAs(change, rows);
  return (
    found !== undefined &&
    Object.keys(after).every((name) => before[name] === after[name] || valueIn(found, name) === valueIn(fields, name))
  );
}

interface Doing {
  readonly change: RowChange;
  readonly step: Step;
  readonly now: Fields | undefined;
  readonly tookMs: number | null;
}

/** That it looks as before says nothing where it always does. */
function isDoneAs(wanted: 'before' | 'after', { change: { before }, step, now, tookMs }: Doing): boolean {
  if (wanted === 'after') return isDone(step, before, { now, tookMs });
  return isLasting(step) && has(now ?? {}, before ?? {});
}

const foundAs = ({ row }: RowChange, rows: readonly Fields[]): Fields | undefined =>
  rows.find((one) => (one['.id'] ?? '') === row);

/** Whether a row that moves stands before what it stood before, or is to. */
const isPlaced = (
  wanted: 'before' | 'after',
  { row, anchor, follower = null }: RowChange,
  look: readonly Fields[] = [],
) => look.some((one) => one['.id'] === row) && followerOf(look, row) === (wanted === 'after' ? anchor : follower);

/** A row that was made has got its number since; one that a router has brought back may have another. */
function isSame({ row, before, after }: RowChange, step: Step, found: Fields): boolean {
  if (isPassing(step)) return found['.id'] === row;
  return has(found, before ?? after ?? {});
}

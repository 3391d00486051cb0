import { counted } from '../shown/format';
import type { Preview, StepAbout } from './change';
import { guardSentence } from './guard-words';
import { othersSentences } from './others-seen';
import type { RowChange } from './predict';

/** How one row that a step is about is called: `subscriber`. */
export const nounOf = (step: StepAbout | undefined): string => step?.noun ?? 'row';

/** How one of them is called among the others: by its name, or by what makes it what it is. */
export function calledOf({ before, after, row }: RowChange): string {
  const { name, list, address, comment, 'dst-address': to } = before ?? after ?? {};
  if (list !== undefined && address !== undefined) return `${address} of ${list}`;
  return name ?? address ?? to ?? (comment || row);
}

/** What becomes of one row of a menu, without those that stay as they are. */
type Done = RowChange & { readonly deed: Exclude<RowChange['deed'], 'keep'> };
const isDone = (row: RowChange): row is Done => row.deed !== 'keep';

/** `The subscriber anna on core-1 is switched off, and 1 session is ended.` Null where nothing is to be done. */
export function effectOf({ steps, changes }: Pick<Preview, 'steps' | 'changes'>, device: string): string | null {
  const parts = steps.flatMap((step, index) => {
    const rows = changes.filter(isDone).filter((row) => row.step === index);
    const [first] = rows;
    return first === undefined ? [] : [partOf(step, rows, first)];
  });
  return parts.length === 0 ? null : sentence(`On ${device} ${parts.join(', and ')}`);
}

function partOf({ noun, isPassing, told }: StepAbout, rows: readonly Done[], first: Done): string {
  const isOne = rows.length === 1;
  const are = isOne ? 'is' : 'are';
  if (first.deed === 'do') return toldOf(told ?? '', first);
  if (isPassing) return `${counted(rows.length, noun)} ${are} ended`;
  const whom = isOne ? `the ${noun} ${calledOf(first)}`.trimEnd() : counted(rows.length, noun);
  if (first.deed === 'remove') return `${whom} ${are} removed`;
  if (first.deed === 'move') return `${whom} is moved from number ${first.before?.number} to ${first.after?.number}`;
  if (first.deed === 'add') return `${whom} ${are} added`;
  return `${whom} ${becomes(first, isOne)}`;
}

/** `the power of {name} is cut`, with what stands in the row. */
const toldOf = (told: string, { before }: Done): string =>
  told.replace(/\{([\w-]+)\}/g, (_, name: string) => before?.[name] ?? '');

function becomes({ before, after }: Done, isOne: boolean): string {
  const changed = Object.entries(after ?? {}).filter(([name, text]) => (before?.[name] ?? '') !== text);
  const [only, ...more] = changed;
  if (only !== undefined && more.length === 0 && only[0] === 'disabled')
    return `${isOne ? 'is' : 'are'} switched ${only[1] === 'true' ? 'off' : 'on'}`;
  return `${isOne ? 'gets' : 'get'} ${changed.map(([name, text]) => `${name}=${text}`).join(' ')}`;
}

const sentence = (text: string): string => `${text}.`;

/** What keeps a change safe while it is made: nothing where no guard undoes any of it, or the router itself starts anew. */
export function keptBy({ steps, changes }: Pick<Preview, 'steps' | 'changes'>): 'guard' | 'nothing' | 'restart' {
  const done = changes.filter(isDone).flatMap(({ step }) => steps[step] ?? []);
  if (done.some(({ isRestart }) => isRestart)) return 'restart';
  return done.length > 0 && done.every(({ isUnguarded }) => isUnguarded) ? 'nothing' : 'guard';
}

const unguarded = {
  nothing: (device) =>
    `No guard undoes it: a guard brings back what is configured, and this is not. What became of it is read on a new connection to ${device}.`,
  restart: (device) =>
    `No guard undoes it, and no connection outlasts it: ${device} is awaited for up to 10 minutes, and was restarted once it answers and has been up for less long than now. It is told so once, and never again by itself.`,
} as const satisfies Readonly<Record<'nothing' | 'restart', (device: string) => string>>;

/**
 * What stands before the button: what becomes of whom, what guards it, what nothing brings back, and what could go wrong and
 * cannot be told.
 */
export function beforeAuthorising(
  preview: Pick<Preview, 'steps' | 'changes' | 'lost' | 'warnings' | 'guard' | 'others'>,
  device: string,
): readonly string[] {
  const effect = effectOf(preview, device);
  const kept = keptBy(preview);
  return [
    ...(effect === null ? [] : [effect]),
    kept === 'guard' ? guardSentence(preview.guard, device) : unguarded[kept](device),
    ...(preview.lost.length === 0 ? [] : [preview.lost.join(' ')]),
    ...othersSentences(preview.others, device),
    ...preview.warnings,
  ];
}

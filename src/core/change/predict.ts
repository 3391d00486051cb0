import type { Tier } from '../actions/define';
import { refusals as ofActions } from '../actions/refusals';
import { doneTo } from './doing';
import type { Rung } from './guard';
import type { Identity } from './identity';
import { permittedOf } from './permitted';
import { radarWarnings } from './radar';
import {
  anchorOf,
  followerOf,
  has,
  hasAnchor,
  isInPlace,
  type Looks,
  mostAround,
  numbersOf,
  rowsOf,
  shown,
  valueIn,
} from './rows';
import { type Fields, highest, type Step } from './step';

/** Why a change is refused, whoever asks, by what its preview finds. */
export const refusals = {
  ...ofActions,
  notAsLeft: 'the row is no longer as the change left it that is to be taken back',
  tooManyAround: 'it stands among more rows than are read',
  noGuard: 'nothing on this router would undo it, and a change of tier W3 is not made without',
  notInPlace: 'it is there already, and somebody has moved it behind rules that are not Routeward’s',
} as const satisfies Readonly<Record<string, string>>;
export type RefusalId = keyof typeof refusals;

/** What becomes of a row; `keep`: it is so already. */
export const deeds = ['add', 'set', 'move', 'remove', 'do', 'keep'] as const;

/** What becomes of one row. */
export interface RowChange {
  /** Which step, from 0. */
  readonly step: number;
  /** `*1A`; empty where it is not there yet, and where the menu has no rows. */
  readonly row: string;
  /** `keep`: it is already as the step would make it. */
  readonly deed: (typeof deeds)[number];
  /** null: it is not there. */
  readonly before: Fields | null;
  /** null: gone. */
  readonly after: Fields | null;
  /** The row that an added one, or one that moves, is placed before; null: it goes behind all. */
  readonly anchor: string | null;
  /** Of one that moves: the row that it stands before now; null: it is the last. */
  readonly follower?: string | null | undefined;
}

/** What a change would do to a router as it is now. */
export interface Prediction {
  readonly changes: readonly RowChange[];
  /** Why it must not be made: which rule, and by which step. */
  readonly refusals: readonly { readonly id: RefusalId; readonly step: number }[];
  readonly tier: Tier;
  /** What nothing brings back. */
  readonly lost: readonly string[];
  /** How it would cut our own path to the router, in one sentence; null: it would not, as far as can be told. */
  readonly lockout: string | null;
  /** What could go wrong with it and cannot be told. */
  readonly warnings: readonly string[];
}

/** `ownAddress`: from where the router sees us come; null: it did not say. */
export function predict(steps: readonly Step[], looks: Looks, ownAddress: string | null): Prediction {
  const each = steps.map((step, index) => ({ step, index, look: looks[index] ?? [] }));
  const changes = each.flatMap(({ index, look }) => changesOf(steps, index, look));
  const refusals = each.flatMap(({ index, look }) =>
    refusalsOf(steps, index, { look, looks, ownAddress }).map((id) => ({ id, step: index })),
  );
  const done = new Set(changes.filter(({ deed }) => deed !== 'keep').map(({ step }) => step));
  const lost = each.flatMap(({ step, index }) =>
    done.has(index)
      ? lostBy(
          step,
          changes.filter((one) => one.step === index),
        )
      : [],
  );
  return {
    changes,
    refusals,
    tier: highest(steps.map((step) => permittedOf(step).tier)),
    lost: [...new Set(lost)],
    ...{ lockout: null, warnings: radarWarnings(steps) },
  };
}

/** What the router made itself is lost with its row; what somebody wrote is written again. */
function lostBy(step: Step, changes: readonly RowChange[]): readonly string[] {
  const { lost, isDynamicFree } = permittedOf(step);
  const isKept = isDynamicFree === true && !changes.some(({ before }) => before?.dynamic === 'true');
  return lost === undefined || isKept ? [] : [lost];
}

/** Whether there is anything to do. */
export const isNeeded = ({ changes }: Pick<Prediction, 'changes'>): boolean =>
  changes.some(({ deed }) => deed !== 'keep');

function changesOf(steps: readonly Step[], index: number, look: readonly Fields[]): RowChange[] {
  const step = steps[index];
  if (step === undefined) return [];
  const rows = rowsOf(step, look);
  if (step.verb === 'move') return rows.map((row) => moveOf(step, index, { row, look }));
  if (step.verb !== 'add' || rows.length > 0) return rows.map((row) => changeOf(step, index, row));
  return [
    { step: index, row: '', deed: 'add', before: null, after: shown(step), anchor: anchorOf(steps, index, look) },
  ];
}

function changeOf(step: Step, index: number, found: Fields): RowChange {
  const { '.id': row = '', ...before } = found;
  const { verb } = step;
  const about = { step: index, row, before, anchor: null };
  if (verb === 'remove') return { ...about, deed: 'remove', after: null };
  if (verb === 'do') return { ...doneTo(step, row, before), step: index };
  const isThere = has(before, shown(step));
  return { ...about, deed: isThere ? 'keep' : 'set', after: { ...before, ...shown(step) } };
}

/** A row that moves says the same as before: what differs is how RouterOS numbers it. */
function moveOf(
  step: Step,
  index: number,
  { row: found, look }: { readonly row: Fields; readonly look: readonly Fields[] },
): RowChange {
  const { '.id': row = '', ...said } = found;
  const [anchor, follower] = [anchorOf([step], 0, look), followerOf(look, row)];
  const [was, is] = numbersOf(look, row, anchor);
  return {
    ...{ step: index, row, anchor, follower, deed: anchor === follower ? 'keep' : 'move' },
    ...{ before: { ...said, number: String(was) }, after: { ...said, number: String(is) } },
  };
}

interface Seen {
  readonly look: readonly Fields[];
  /** Those of all steps. */
  readonly looks: Looks;
  readonly ownAddress: string | null;
}

function refusalsOf(steps: readonly Step[], index: number, { look, looks, ownAddress }: Seen): RefusalId[] {
  const step = steps[index];
  if (step === undefined) return [];
  const { serves } = permittedOf(step);
  const { verb, ifNone, mostRows } = step;
  const rows = rowsOf(step, look);
  const found: RefusalId[] = verb === 'add' ? ofAdded(steps, index, look) : [];
  if (verb === 'move' && !hasAnchor(step, look)) found.push('notFound');
  if (rows.length === 0 && ifNone === 'refuse' && verb !== 'add' && !isElsewhere(steps, index, looks))
    found.push('notFound');
  if (rows.length > mostRows) found.push('tooManyRows');
  // Behind the last one that was read could be the row itself.
  if (look.length > mostAround) found.push('tooManyAround');
  found.push(...ofRows(step, rows));
  if (ownAddress !== null && rows.some((row) => serves.some((name) => row[name] === ownAddress))) found.push('ownPath');
  return found;
}

/** Of the rows that were found: whether they are those that were meant, and may be changed at all. */
function ofRows(step: Step, rows: readonly Fields[]): RefusalId[] {
  const { verb, where, fields, as = {} } = step;
  const { kind, isDynamicFree, controlled } = permittedOf(step);
  const found: RefusalId[] = [];
  // RouterOS compares exactly in a query; a change does not rest on that.
  if (rows.some((row) => !has(row, where))) found.push('inexactName');
  // What somebody has set back already stays as it is.
  const isBack = (row: Fields) => verb === 'set' && has(row, fields);
  if (rows.some((row) => !has(row, as) && !isBack(row))) found.push('notAsLeft');
  const isTouched = kind !== 'passing' && verb !== 'have' && isDynamicFree !== true;
  if (isTouched && rows.some(({ dynamic }) => dynamic === 'true')) found.push('dynamic');
  if (controlled !== undefined && rows.some((row) => controlled.by.includes(valueIn(row, controlled.field))))
    found.push('controlledElsewhere');
  return found;
}

/** Of steps of which one is to find something: another one did, or says that none does. */
function isElsewhere(steps: readonly Step[], index: number, looks: Looks): boolean {
  const either = steps[index]?.either;
  if (either === undefined) return false;
  const others = steps
    .map((step, at) => (step.either === either && at !== index ? at : null))
    .filter((at) => at !== null);
  return others.some((at) => at < index || (looks[at] ?? []).length > 0);
}

/** Of what is to be added: what is in its place, and where its place is. */
function ofAdded(steps: readonly Step[], index: number, look: readonly Fields[]): RefusalId[] {
  const step = steps[index];
  if (step === undefined) return [];
  const rows = rowsOf(step, look);
  if (rows.length === 0) return hasAnchor(step, look) ? [] : ['notFound'];
  const isOther = step.ifOther !== 'set' && rows.some((row) => !has(row, shown(step)));
  const isMoved = rows.some((row) => !isInPlace(steps, index, row, look));
  return [...(isOther ? (['alreadyThere'] as const) : []), ...(isMoved ? (['notInPlace'] as const) : [])];
}

/** What is about to be made, as the last look before it found it: kept, so that it can be read back and taken back. */
export interface Plan {
  /** Which router it was. */
  readonly identity: Identity;
  readonly steps: readonly Step[];
  readonly changes: readonly RowChange[];
  /** What takes it back when we lose the way; left out in those of before there was anything but safe mode. */
  readonly rung?: Rung;
}

import { type LineChange, nearChanges, replaced } from '../../shown/line-changes';
import { type Path, placeOf, readJson, rebuilt } from './json';

/** A piece of a document that is another beside an earlier one, with what stands around it. */
export interface DocumentChange {
  /** `steps[1].fields`; empty for what the document says of itself. */
  readonly place: string;
  readonly lines: readonly LineChange[];
}

/** So many lines before and behind what changed are told with it. */
const around = 2;

/**
 * What a document says other than another one, piece by piece in its own order, a draft that is wrong too. How it is set, and in
 * which order its words stand, is no difference.
 */
export function documentChanges(before: string, after: string): readonly DocumentChange[] {
  const [old, current] = [linesOf(before), linesOf(after)];
  const places = { old: placesOf(old), current: placesOf(current) };
  let [fromOld, fromCurrent] = [0, 0];
  const told = changedLines(old, current).map((change) => {
    const place = (change.kind === 'removed' ? places.old[fromOld] : places.current[fromCurrent]) ?? '';
    if (change.kind !== 'added') fromOld += 1;
    if (change.kind !== 'removed') fromCurrent += 1;
    return { change, place };
  });
  const isNear = (at: number): boolean =>
    told.slice(Math.max(0, at - around), at + around + 1).some(({ change }) => change.kind !== 'same');
  const pieces: (typeof told)[] = [];
  let wasNear = false;
  for (const [at, line] of told.entries()) {
    const near = isNear(at);
    if (near && wasNear) pieces.at(-1)?.push(line);
    else if (near) pieces.push([line]);
    wasNear = near;
  }
  return pieces.map((piece) => ({
    place: piece.find(({ change }) => change.kind !== 'same')?.place ?? '',
    lines: piece.map(({ change }) => change),
  }));
}

/** Each version has a number of its own: where that is all, it says the same. */
export const isOnlyItsNumber = (before: string, after: string): boolean => unnumbered(before) === unnumbered(after);

function unnumbered(given: string): string {
  const value = parsed(given);
  if (value === undefined) return `as typed: ${given.trimEnd()}`;
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return JSON.stringify(value);
  const said = Object.entries(value).filter(([name, part]) => name !== 'version' || typeof part !== 'number');
  return JSON.stringify(Object.fromEntries(said));
}

/**
 * Where the two are far apart each part of them is compared for itself: what was moved about in one neither hides nor blurs what is
 * another in the next. What is too far apart even so is told as a whole.
 */
function changedLines(old: readonly string[], current: readonly string[]): readonly LineChange[] {
  const near = nearChanges(old, current);
  if (near !== undefined) return near;
  const [was, is] = [partsOf(old), partsOf(current)];
  const isAlike = was.length === is.length && was.every(({ name }, at) => name === is[at]?.name);
  if (!isAlike) return replaced(old, current);
  return was.flatMap(({ lines }, at) => {
    const now = is[at]?.lines ?? [];
    return nearChanges(lines, now) ?? replaced(lines, now);
  });
}

/** What stands under one word of a document, or before the first. */
interface Part {
  readonly name: string;
  readonly lines: string[];
}

function partsOf(lines: readonly string[]): readonly Part[] {
  const parts: Part[] = [{ name: '', lines: [] }];
  for (const line of lines) {
    const [name] = /^ {2}"(?:\\.|[^"\\])*":/.exec(line) ?? [];
    if (name === undefined) parts.at(-1)?.lines.push(line);
    else parts.push({ name, lines: [line] });
  }
  return parts;
}

/** In which order the words of a document are written out; fields of a router, which are none of them, stay as they were written. */
const words = [
  ...[
    'format',
    'id',
    'version',
    'name',
    'title',
    'area',
    'purpose',
    'limits',
    'parameters',
    'rules',
    'steps',
    'radius',
  ],
  ...['kind', 'accepts', 'choices', 'min', 'max', 'most', 'byDefault', 'unit', 'isRequired', 'explained'],
  ...['menu', 'verb', 'where', 'fields', 'each', 'given', 'when', 'place', 'fixed', 'from', 'text', 'item', 'as', 'or'],
  ...['commands', 'mostRows', 'mostDevices', 'touchesManagement', 'interruptsService', 'ifNone', 'ifOther'],
];
const ranks = new Map(words.map((word, rank) => [word, rank]));
const rankOf = (word: string): number => ranks.get(word) ?? words.length;

/** Written out anew, so that only what it means is compared; what is no JSON at all, as it was typed. */
function linesOf(given: string): readonly string[] {
  const value = parsed(given);
  const text = value === undefined ? given.trimEnd() : JSON.stringify(value, null, 2);
  return text.split('\n');
}

/** Undefined: it is no JSON. */
function parsed(given: string): unknown {
  const read = readJson(given);
  return 'fault' in read ? undefined : inOrder(read.value);
}

const inOrder = (value: unknown): unknown =>
  rebuilt(value, (entries) => entries.toSorted(([a], [b]) => rankOf(a) - rankOf(b)));

interface Around {
  readonly name: string | number | null;
  /** Of a list, how many of its items were seen. */
  count: number | null;
}

/** For each line of a document that is written out the place of what it stands in. */
function placesOf(lines: readonly string[]): readonly string[] {
  const stack: Around[] = [];
  return lines.map((line) => {
    const text = line.trim();
    if (/^[}\]]/.test(text)) stack.pop();
    const place = placeOf(stack.flatMap(({ name }): Path => (name === null ? [] : [name])));
    const within = stack.at(-1);
    const name = /^"((?:\\.|[^"\\])*)":/.exec(text)?.[1] ?? within?.count ?? null;
    if (within !== undefined && within.count !== null && !/^[}\]]/.test(text)) within.count += 1;
    if (/[{[]$/.test(text)) stack.push({ name, count: text.endsWith('[') ? 0 : null });
    return place;
  });
}

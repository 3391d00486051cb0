import { permittedOf } from './permitted';
import type { Fields, Step } from './step';

/** What was found for each step, in their order: rows with their number (`.id`) and what the step reads of them. */
export type Looks = readonly (readonly Fields[])[];

/** Where others are read along with the rows of a step: more than that are not judged as a whole. */
export const mostAround = 2_000;

/** The value of a field; what is not printed is empty, or not disabled: some menus say that only of what is. */
export const valueIn = (row: Fields | null, name: string): string =>
  row?.[name] ?? (name === 'disabled' ? 'false' : '');

/** Whether a row has all of these values. */
export const has = (row: Fields, values: Fields): boolean =>
  Object.entries(values).every(([name, text]) => valueIn(row, name) === text);

/** The rows of a look that a step is about: where it has a place, the others of its chain were read with them. */
export function rowsOf(step: Step, look: readonly Fields[] = []): readonly Fields[] {
  const rows = permittedOf(step).hasLookalikes ? look.filter(isStatic) : look;
  return step.place === undefined ? rows : rows.filter((row) => has(row, step.where));
}

/** What a step makes of a row as far as anybody may see it: secrets are not read back. */
export function shown(step: Step): Fields {
  const { secrets } = permittedOf(step);
  const given = step.verb === 'add' ? { ...step.where, ...step.fields } : step.fields;
  return Object.fromEntries(Object.entries(given).filter(([name]) => !secrets.includes(name)));
}

/** How rows that Routeward itself puts in front are marked, in their comment. */
const ownMark = 'Routeward: ';
const isOwn = ({ comment = '' }: Fields): boolean => comment.startsWith(ownMark);
/** Rows of the router's own cannot be moved, and nothing can be placed before them. */
export const isStatic = ({ dynamic }: Fields): boolean => dynamic !== 'true';

/** The steps before this one whose rows stand before its own. */
const precedingOf = (steps: readonly Step[], index: number): readonly Step[] =>
  steps
    .slice(0, index)
    .filter(
      ({ menu, place, where }) =>
        place === 'first' && menu === steps[index]?.menu && where.chain === steps[index]?.where.chain,
    );

/** Before which row the new one of a step goes: `*5`, the first that is none of the steps before it; null: behind all. */
export function anchorOf(steps: readonly Step[], index: number, look: readonly Fields[] = []): string | null {
  const place = steps[index]?.place;
  if (place !== 'first') return place === 'last' ? null : (place ?? null);
  const preceding = precedingOf(steps, index);
  const after = look.findLastIndex((row) => preceding.some(({ where }) => has(row, where)));
  return look.slice(after + 1).find(isStatic)?.['.id'] ?? null;
}

/** Whether the row is there before which that of a step is to go, and is another one. */
export const hasAnchor = ({ place, where }: Step, look: readonly Fields[]): boolean =>
  place === undefined ||
  place === 'first' ||
  place === 'last' ||
  (place !== where['.id'] && look.some((row) => row['.id'] === place && isStatic(row)));

/** The next row behind one, of those that can be moved; null: it is the last. */
export function followerOf(look: readonly Fields[], id: string): string | null {
  const at = look.findIndex((row) => row['.id'] === id);
  return look.slice(at + 1).find(isStatic)?.['.id'] ?? null;
}

/** How RouterOS numbers a row when it prints them, from 0; and how it would be numbered before another, or behind all. */
export function numbersOf(look: readonly Fields[], id: string, anchor: string | null): readonly [number, number] {
  const others = look.filter((row) => row['.id'] !== id);
  const at = others.findIndex((row) => row['.id'] === anchor);
  return [look.findIndex((row) => row['.id'] === id), at === -1 ? others.length : at];
}

/**
 * Whether nothing stands before a row of a step that was to come first, but what Routeward put there as well, and the rows of
 * the steps before it do.
 */
export function isInPlace(steps: readonly Step[], index: number, row: Fields, look: readonly Fields[]): boolean {
  if (steps[index]?.place !== 'first') return true;
  const at = look.indexOf(row);
  const preceding = precedingOf(steps, index);
  return (
    look.slice(0, at).filter(isStatic).every(isOwn) &&
    !look.slice(at + 1).some((later) => preceding.some(({ where }) => has(later, where)))
  );
}

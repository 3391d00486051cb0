import type { Part } from '../actions/shown';
import type { RunRow } from '../runs';

/** The parts that have something to show, in their order. */
export const partsIn = (parts: readonly Part[], rows: readonly RunRow[]): readonly Part[] =>
  parts.filter((part) => rows.some(({ sentence }) => placesOf(part).includes(sentence)));

/** The places of the sentences whose rows a part shows. */
const placesOf = (part: Part): readonly number[] =>
  part.as === 'table' ? [part.sentence] : part.groups.flatMap(({ facts }) => facts.map(({ sentence }) => sentence));

/** The rows that have a line each: those of its tables. */
export const listedRows = (parts: readonly Part[], rows: readonly RunRow[]): readonly RunRow[] =>
  rows.filter(({ sentence }) => parts.some((part) => part.as === 'table' && part.sentence === sentence));

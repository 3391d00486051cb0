import type { SnapshotChange } from './snapshot-changes';

/** A word of a line: a property with its value, in quotes too where it has them. */
export interface ChangedWord {
  readonly text: string;
  /** Whether the line that it is compared with has it as well. */
  readonly isSame: boolean;
}

export interface WordedChange {
  readonly kind: SnapshotChange['kind'];
  readonly words: readonly ChangedWord[];
  /** Whether it is one of the two lines of a row that was changed. */
  readonly isCompared: boolean;
}

/** Lines up to which each is looked at beside each: that takes the square of how many there are. */
const mostCompared = 200;

/**
 * What came and went in one menu, word by word. A row that was changed is a line that went and one that came: the two stand
 * together, and what they have in common is told apart. Lines belong together of which more than half the words are the same.
 */
export function changedWords(changes: readonly SnapshotChange[]): readonly WordedChange[] {
  const lines = changes.map(({ kind, line }) => ({ kind, words: wordsOf(line) }));
  const others = changes.length > mostCompared ? new Map<number, number>() : pairs(lines);
  return lines.flatMap(({ kind, words }, at) => {
    const other = others.get(at);
    if (other === undefined) return [worded(kind, words, null)];
    // The line that came is told with the one that went.
    if (kind === 'added') return [];
    const added = lines[other]?.words ?? [];
    return [worded(kind, words, added), worded('added', added, words)];
  });
}

const wordsOf = (line: string): readonly string[] => line.match(/(?:[^\s"]|"(?:\\.|[^"\\])*"?)+/g) ?? [];

interface Line {
  readonly kind: SnapshotChange['kind'];
  readonly words: readonly string[];
}

/** For the place of each line that has another beside it the place of that one: the closest first. */
function pairs(lines: readonly Line[]): ReadonlyMap<number, number> {
  const near = lines.flatMap((removed, from) =>
    removed.kind === 'added'
      ? []
      : lines.flatMap((added, to) => {
          const same = added.kind === 'added' ? nearness(removed.words, added.words) : 0;
          return same > 0.5 ? [{ from, to, same }] : [];
        }),
  );
  const found = new Map<number, number>();
  for (const { from, to } of near.toSorted((a, b) => b.same - a.same)) {
    if (found.has(from) || found.has(to)) continue;
    found.set(from, to).set(to, from);
  }
  return found;
}

/** The part of the longer line that the other has as well: 0 to 1. */
function nearness(one: readonly string[], other: readonly string[]): number {
  const known = new Set(other);
  return one.filter((word) => known.has(word)).length / Math.max(one.length, other.length, 1);
}

function worded(kind: SnapshotChange['kind'], words: readonly string[], other: readonly string[] | null): WordedChange {
  const known = new Set(other ?? []);
  return { kind, isCompared: other !== null, words: words.map((text) => ({ text, isSame: known.has(text) })) };
}

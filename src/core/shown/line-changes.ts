import { diffArrays } from 'diff';

/** A line that two texts have in common, or that only the later or only the earlier one has. */
export interface LineChange {
  readonly kind: 'same' | 'added' | 'removed';
  readonly line: string;
}

/** The shortest way from one list to another is looked for so far: the look takes its square, and a text may say anything. */
const longestWay = 500;

/** From the lines of one text to those of another. Of what is too far apart only what came and what went is told. */
export const lineChanges = (old: readonly string[], current: readonly string[]): readonly LineChange[] =>
  nearChanges(old, current) ?? [...without(old, current, 'removed'), ...without(current, old, 'added')];

/** The shortest way from one to the other; undefined: they are too far apart. */
export function nearChanges(old: readonly string[], current: readonly string[]): readonly LineChange[] | undefined {
  const parts = diffArrays([...old], [...current], { maxEditLength: longestWay });
  return parts?.flatMap(({ value, added, removed }) =>
    value.map((line) => ({
      kind: added ? ('added' as const) : removed ? ('removed' as const) : ('same' as const),
      line,
    })),
  );
}

/** All of one went, and all of the other came: what is true of any two, where the order of the lines is what they mean. */
export const replaced = (old: readonly string[], current: readonly string[]): readonly LineChange[] => [
  ...old.map((line) => ({ kind: 'removed' as const, line })),
  ...current.map((line) => ({ kind: 'added' as const, line })),
];

/** The lines of one list that the other does not have as often: which of them moved is not told. */
function without(lines: readonly string[], others: readonly string[], kind: LineChange['kind']) {
  const left = new Map<string, number>();
  for (const line of others) left.set(line, (left.get(line) ?? 0) + 1);
  return lines.flatMap((line) => {
    const count = left.get(line) ?? 0;
    left.set(line, count - 1);
    return count > 0 ? [] : [{ kind, line }];
  });
}

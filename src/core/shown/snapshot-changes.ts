import { lineChanges } from './line-changes';
import { unread } from './snapshot-text';

/** A line of one snapshot that the other does not have, under the menu it belongs to. */
export interface SnapshotChange {
  readonly menu: string;
  readonly kind: 'added' | 'removed';
  readonly line: string;
}

/**
 * What is different between two snapshots (`snapshotText`), menu by menu in the order of the later one. A line that changed is
 * removed and added; a rule that was moved too. Of a menu that one of them does not have to the end only that is told.
 */
export function snapshotChanges(before: string, after: string): readonly SnapshotChange[] {
  const [was, is] = [linesOf(before), linesOf(after)];
  return [...new Set([...is.keys(), ...was.keys()])].flatMap((menu) => {
    const [old, current] = comparable(was.get(menu) ?? [], is.get(menu) ?? []);
    return changesIn(old, current).map((change) => ({ menu, ...change }));
  });
}

/** The menus that cannot be compared, because one of two snapshots does not have them to the end. */
export function notCompared(before: string, after: string): readonly string[] {
  const found = [after, before].flatMap((text) => [...linesOf(text)].filter(([, lines]) => lines.includes(unread)));
  return [...new Set(found.map(([menu]) => menu))];
}

/** How many lines came and went in each menu where any did. */
export function changeCounts(changes: readonly SnapshotChange[]): Record<string, { added: number; removed: number }> {
  const counts: Record<string, { added: number; removed: number }> = {};
  for (const { menu, kind } of changes) {
    const count = counts[menu] ?? { added: 0, removed: 0 };
    counts[menu] = { ...count, [kind]: count[kind] + 1 };
  }
  return counts;
}

function linesOf(text: string): ReadonlyMap<string, readonly string[]> {
  const menus = new Map<string, string[]>();
  let lines: string[] = [];
  for (const line of text.split('\n')) {
    if (line.startsWith(' ')) lines.push(line.trim());
    else if (line !== '') {
      lines = [];
      menus.set(line, lines);
    }
  }
  return menus;
}

/** Where one side is not whole, each is as much of it as can be told: that it is not whole, or nothing. */
function comparable(...sides: readonly [readonly string[], readonly string[]]): typeof sides {
  const [old, current] = sides;
  if (!old.includes(unread) && !current.includes(unread)) return sides;
  const told = (lines: readonly string[]) => lines.filter((line) => line === unread);
  return [told(old), told(current)];
}

const changesIn = (old: readonly string[], current: readonly string[]): readonly Omit<SnapshotChange, 'menu'>[] =>
  lineChanges(old, current).flatMap(({ kind, line }) => (kind === 'same' ? [] : [{ kind, line }]));

import { type SnapshotMenu, snapshotMenus, tooManyRows } from '../actions/families/snapshot-menus';
import { boolean } from '../actions/values';
import type { RunRow } from '../runs';

/** What stands where the account may see nothing, whether there is something or not. */
const hidden = '(not visible)';

/**
 * What stands in the place of a menu's rows where they are not all there: which of them come first is chance, so they would be
 * another text every day. No row is written so.
 */
export const unread = '# 20000 rows or more: not read to the end, not kept and not compared';

/**
 * The configuration as text: each menu that answered with its rows below it, one a line, each property in the same order
 * whatever the router's. The order of rows is kept where it means something and is that of the text elsewhere, so two
 * snapshots without a change between them are the same, byte for byte.
 */
export function snapshotText(rows: readonly Pick<RunRow, 'sentence' | 'fields'>[]): string {
  return snapshotMenus
    .flatMap((menu, place) => {
      const said = rows.filter(({ sentence }) => sentence === place);
      if (said.length >= tooManyRows) return [menu.path, `  ${unread}`];
      const own = said.filter(({ fields }) => isWritten(fields));
      if (own.length === 0) return [];
      const lines = own.map(({ fields }) => lineOf(menu, fields));
      return [menu.path, ...(menu.isOrdered ? lines : lines.toSorted())];
    })
    .map((line) => `${line}\n`)
    .join('');
}

/** By a person: what the router made by itself it makes anew. */
const isWritten = ({ dynamic = '' }: RunRow['fields']): boolean => boolean(dynamic) !== true;

function lineOf({ fields: names, isSettings, secrets }: SnapshotMenu, fields: RunRow['fields']): string {
  const said = names.split(' ').flatMap((name) => {
    const value = name === 'dynamic' ? undefined : fields[name];
    return value === undefined || value === '' ? [] : [`${name}=${quoted(value)}`];
  });
  const unseen = secrets === undefined ? [] : secrets.split(' ').map((name) => `${name}=${hidden}`);
  return `  ${[isSettings ? 'set' : 'add', ...said, ...unseen].join(' ')}`;
}

/** As RouterOS's own export: what has more than the plainest characters stands in quotes, on one line. */
const quoted = (text: string): string =>
  /^[\w./:,+*!@<>-]+$/.test(text)
    ? text
    : `"${text
        .replace(/[\\"$]/g, '\\$&')
        .replaceAll('\r', '\\r')
        .replaceAll('\n', '\\n')}"`;

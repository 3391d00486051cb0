import { byteOrderMark, csvCell } from './csv';
import type { ShownTable } from './shown-table';

export type ShownFormat = 'csv' | 'json';

/** What a file is of: named in it, and in its name. */
export interface FileOf {
  /** Its id in the catalogue. */
  readonly action: string;
  /** The device's name; null where the screen does not know it any more. */
  readonly device: string | null;
  /** When the run was asked for: ISO 8601, UTC. */
  readonly at: string;
}

/** `tool.ping_tower-01-gw_2026-11-23T14-07-32Z.csv`: of letters and digits of any script, no file system minds it. */
export function fileName({ action, device, at }: FileOf, format: ShownFormat): string {
  const moment = `${new Date(at).toISOString().slice(0, 19).replaceAll(':', '-')}Z`;
  const parts = [action, device ?? '', moment].map(plain).filter((part) => part !== '');
  return `${parts.join('_')}.${format}`;
}

/** A name is as long as a router likes; a file's is not. */
const longest = 60;

const plain = (text: string): string =>
  text
    .normalize('NFC')
    .replace(/[^\p{L}\p{N}._-]+/gu, '-')
    .slice(0, longest)
    .replace(/^[.-]+|[.-]+$/g, '');

/**
 * For a spreadsheet (RFC 4180): several tables are one, of which each line names its own in the column `Part` and has the
 * columns of the others empty.
 */
export function csvOf(tables: readonly ShownTable[]): string {
  const [only] = tables;
  const isSeveral = tables.length > 1 || (only !== undefined && only.title !== null);
  const head = [...new Set(tables.flatMap((table) => table.head))];
  const lines = tables.flatMap((table) => {
    const places = head.map((title) => table.head.indexOf(title));
    return table.lines.map((cells) => [
      ...(isSeveral ? [table.title] : []),
      ...places.map((place) => cells[place] ?? null),
    ]);
  });
  return byteOrderMark + [[...(isSeveral ? ['Part'] : []), ...head], ...lines].map(csvLine).join('');
}

const csvLine = (cells: readonly (string | null)[]): string =>
  `${cells.map((text) => csvCell(text ?? '')).join(',')}\r\n`;

/** For a program: each line by the titles of its columns, without those that it has nothing in. */
export function jsonOf(of: FileOf, tables: readonly ShownTable[]): string {
  const told = tables.map(({ title, head, lines }) => ({
    ...(title === null ? {} : { title }),
    columns: head,
    rows: lines.map((cells) =>
      Object.fromEntries(
        head.flatMap((name, place) => {
          const text = cells[place] ?? null;
          return text === null ? [] : [[name, text]];
        }),
      ),
    ),
  }));
  return `${JSON.stringify({ ...of, tables: told }, null, 2)}\n`;
}

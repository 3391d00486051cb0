import type { Fields } from '../step';
import { mostRead, type PathMenu } from './forms';

/** What was read of a router. */
export interface PathRows {
  /** Menu by menu; a menu that it does not have has no rows. */
  readonly rows: Readonly<Partial<Record<PathMenu, readonly Fields[]>>>;
  /** The address lists whose entries are among them. */
  readonly lists: readonly string[];
}

export const isOn = ({ disabled }: Fields): boolean => disabled !== 'true';

export const rowsIn = (state: PathRows, menu: PathMenu): readonly Fields[] => state.rows[menu] ?? [];

/** Whether more of it is there than was read. */
export const isCut = (state: PathRows, menu: PathMenu): boolean => rowsIn(state, menu).length > mostRead;

/** Of a list such as `ether1,ether2`. */
export const parts = (text: string | undefined): readonly string[] =>
  (text ?? '').split(',').filter((part) => part !== '');

/** A row by its name; of a menu whose rows have one. */
export const namedRow = (state: PathRows, menu: PathMenu, name: string): Fields | undefined =>
  rowsIn(state, menu).find((row) => row.name === name);

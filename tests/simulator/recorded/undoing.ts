import { expect } from 'vitest';
import type { Capabilities } from '@/core/actions/capabilities';
import { menuOf } from '@/core/actions/commands';
import { formsOf, isChosen, type Secrets, sentenceOf } from '@/core/actions/compile';
import { compileWrite } from '@/core/actions/compile-write';
import type { Undoing, Write } from '@/core/actions/define';
import { isReadId, readOf } from '@/core/actions/index';
import { fileNamed, fileRemoved } from '@/core/actions/internal';
import type { Values } from '@/core/actions/parameter';
import { checked } from '@/core/actions/parameters';
import type { Sentence } from '@/core/actions/sentence';
import { sieveOf } from '@/core/actions/sieve';
import { type WriteId, writeOf } from '@/core/actions/writes';
import type { SimulatedRouter } from '@/simulator/router';
import { type Client, rowsIn } from '../client';

/*
 * Carries a change out as its entry says it: looks for the rows, says it, and takes it back. Nothing here knows an action.
 */

export type Row = Readonly<Record<string, string>>;

/** A write that is about to be said over a connection. */
export interface Change {
  readonly client: Client;
  readonly id: WriteId;
  readonly values: Values;
  readonly router: Capabilities;
  /** What the vault would give to whoever runs it. */
  readonly secrets?: Secrets;
}

/** What was found before; without it nothing can be taken back. */
export interface Noted {
  readonly menu: string;
  /** The row that is changed; null where none had to be found. */
  readonly row: Row | null;
  /** The numbers of the rows behind it. */
  readonly behind: readonly string[];
}

/** The menu of the first sentence: of a write all are in the same. */
export function menuFor({ id, values, router }: Pick<Change, 'id' | 'values' | 'router'>): string {
  const write = writeOf(id);
  const [form] = formsOf(write, checked(write, values), router);
  return menuOf(form?.path ?? '');
}

/** Asks what the entry's `finds` asks, and picks one of the rows. Fails where there are none, or more than the entry bears. */
export async function lookedUp(change: Change, isMeant: (row: Row) => boolean): Promise<Noted> {
  const write = writeOf(change.id);
  const [{ finds }, menu] = [write, menuFor(change)];
  if (finds === null || !isChosen(finds, checked(write, change.values))) return { menu, row: null, behind: [] };
  const rows = await rowsFound(change, write);
  const row = rows.find(isMeant);
  if (row === undefined) throw new Error(`${menu} has nothing that is meant among ${JSON.stringify(rows)}`);
  const all = write.inverse.how === 'moveBack' ? await asked(change.client, `${menu}/print`, '=.proplist=.id') : [];
  const numbers = all.flatMap(({ '.id': number = '' }) => number);
  return { menu, row, behind: numbers.slice(numbers.indexOf(row['.id'] ?? '') + 1) };
}

async function rowsFound({ client, values, id, router }: Change, write: Write): Promise<readonly Row[]> {
  const { finds } = write;
  if (finds === null) throw new Error(`${id} looks for nothing`);
  const form = { since: '6', until: '7.99', path: `${menuFor({ id, values, router })}/print`, deadline: { baseMs: 1 } };
  const given = { values: checked(write, values), parameters: write.parameters, rows: [], peer: null };
  const { path, words } = sentenceOf({ ...form, words: finds.by, fields: finds.fields, rowCap: 1 }, given);
  const rows = sifted(write, given.values, await asked(client, path, ...words));
  expect(rows.length).toBeGreaterThan(0);
  expect(rows.length).toBeLessThanOrEqual(finds.mostRows);
  return rows;
}

/** What a query cannot ask is sifted as the read that shows the write sifts it: both have the same rule. */
function sifted({ finds, shownBy }: Write, values: Values, rows: readonly Row[]): readonly Row[] {
  if (finds?.is === undefined) return rows;
  if (!isReadId(shownBy.action)) throw new Error(`${shownBy.action} is no read`);
  const { sieve } = readOf(shownBy.action);
  expect(sieve?.is).toEqual(finds.is);
  const given = Object.entries(shownBy.given).flatMap(([name, from]) => (from in values ? [[name, values[from]]] : []));
  const kept = sieveOf<{ sentence: number; fields: Row }>(shownBy.action, Object.fromEntries(given));
  return rows.flatMap((fields) => kept.take({ sentence: sieve?.sentence ?? 0, fields })).map(({ fields }) => fields);
}

/** The sentences, of the row that was picked. */
export function said({ id, values, router, secrets = {} }: Change, { row }: Noted): readonly Sentence[] {
  const number = row?.['.id'];
  return compileWrite(id, values, { router, rows: number === undefined ? [] : [number], secrets });
}

/** Says something that has to be answered without a trap, and gives the rows. */
async function asked(client: Client, ...words: readonly string[]): Promise<readonly Row[]> {
  const heard = await client.ask(...words);
  expect(heard.filter(([first]) => first === '!trap')).toEqual([]);
  return rowsIn(heard);
}

/** What the entry says of these values; null where nothing is to be done. */
export function undoingOf(id: WriteId, values: Values): Undoing | null {
  const write = writeOf(id);
  const { inverse } = write;
  if (inverse.how === 'steps') return null;
  if (inverse.how !== 'byChoice') return inverse;
  const chosen = checked(write, values);
  return inverse.of.find(({ when }) => isChosen({ when }, chosen))?.undoing ?? null;
}

/** What was said, by its name. */
const wordsIn = (sentences: readonly Sentence[]): Row =>
  Object.assign({}, ...sentences.flatMap(({ words }) => rowsIn([['!re', ...words]])));

/** What is known once it was said. */
export interface Done {
  readonly sentences: readonly Sentence[];
  /** What is there now and was not before, as the router writes it; null where nothing will have to be removed. */
  readonly made: { readonly row: Row; readonly menu: string } | null;
}

/** Looks at what was just made, whose number stood in `!done` (`ret`) or is that of the row which was found. */
export async function noticed(
  change: Change,
  noted: Noted,
  { sentences, ret }: { readonly sentences: readonly Sentence[]; readonly ret: string | null },
): Promise<Done> {
  const undoing = undoingOf(change.id, change.values);
  if (undoing?.how === 'removeFile') return { sentences, made: { row: await fileOf(change, undoing), menu: '/file' } };
  if (undoing?.how !== 'remove') return { sentences, made: null };
  const { menu } = noted;
  const number = ret ?? noted.row?.['.id'];
  if (number === undefined) throw new Error('nobody knows what was made');
  const names = Object.keys(wordsIn(sentences)).filter((name) => name !== 'numbers');
  const [row] = await asked(change.client, `${menu}/print`, `?.id=${number}`, `=.proplist=.id,${names.join(',')}`);
  if (row === undefined) throw new Error(`${menu} has no ${number}`);
  return { sentences, made: { row, menu } };
}

/** Takes the change back. Fails where RouterOS refuses it, or where what was made says something else by now. */
export async function takenBack(change: Change, noted: Noted, done: Done): Promise<void> {
  const undoing = undoingOf(change.id, change.values);
  switch (undoing?.how) {
    case 'remove':
      return madeUndone(change, done);
    case 'removeFile': {
      // Whoever wrote another file of this name meanwhile keeps it.
      const file = await fileOf(change, undoing);
      expect(file).toEqual(done.made?.row);
      const { path, words } = fileRemoved(file['.id'] ?? '');
      await asked(change.client, path, ...words);
      return;
    }
    case 'setBack':
      return setBack(change, undoing, { noted, done });
    case 'addBack':
      return addedBack(change, undoing, noted);
    case 'moveBack': {
      const [next] = noted.behind;
      const words = [`=numbers=${noted.row?.['.id'] ?? ''}`, ...(next === undefined ? [] : [`=destination=${next}`])];
      await asked(change.client, `${noted.menu}/move`, ...words);
      return;
    }
  }
}

/** The file that the router named after a value of the write. Fails where there is none, or more than one. */
async function fileOf(
  { client, values }: Change,
  { named: from, ending }: Extract<Undoing, { how: 'removeFile' }>,
): Promise<Row> {
  const name = String(values[from]);
  const { path, words } = fileNamed(name.endsWith(ending) ? name : `${name}${ending}`);
  const [file, ...more] = await asked(client, path, ...words);
  if (file === undefined || more.length > 0) throw new Error(`not one file is called after ${name}`);
  return file;
}

async function madeUndone({ client }: Change, { made }: Done): Promise<void> {
  if (made === null) throw new Error('nobody knows what was made');
  const [number, names] = [made.row['.id'] ?? '', Object.keys(made.row)];
  const [now = {}] = await asked(client, `${made.menu}/print`, `?.id=${number}`, `=.proplist=${names.join(',')}`);
  expect(lasting(now)).toEqual(lasting(made.row));
  await asked(client, `${made.menu}/remove`, `=.id=${number}`);
}

/** The time that is left to a row runs out meanwhile. */
const lasting = ({ timeout: _, ...row }: Row): Row => row;

interface Around {
  readonly noted: Noted;
  readonly done: Done;
}

async function setBack(
  { client }: Change,
  { fields, unset = [] }: Extract<Undoing, { how: 'setBack' }>,
  { noted: { menu, row }, done }: Around,
): Promise<void> {
  const number = row?.['.id'];
  const which = number === undefined ? [] : [`=.id=${number}`];
  const names = fields.filter((name) => name in wordsIn(done.sentences));
  expect(names.length).toBeGreaterThan(0);
  const isTakenAway = (name: string): boolean => row?.[name] === undefined && unset.includes(name);
  const words = names.filter((name) => !isTakenAway(name)).map((name) => `=${name}=${row?.[name] ?? ''}`);
  if (words.length > 0) await asked(client, `${menu}/set`, ...which, ...words);
  for (const name of names.filter(isTakenAway)) await asked(client, `${menu}/unset`, ...which, `=value-name=${name}`);
}

/** Whether a row is of those that are not added again. */
export const isLeftOut = ({ unless }: Extract<Undoing, { how: 'addBack' }>, row: Row): boolean =>
  unless !== undefined && Object.entries(unless).every(([name, value]) => row[name] === value);

async function addedBack(
  { client }: Change,
  undoing: Extract<Undoing, { how: 'addBack' }>,
  { menu, row }: Noted,
): Promise<void> {
  if (row === null) throw new Error('nobody knows what was removed');
  if (isLeftOut(undoing, row)) return;
  const words = undoing.fields.flatMap((name) => (row[name] ? [`=${name}=${row[name]}`] : []));
  await asked(client, `${menu}/add`, ...words);
}

/** Every row of every menu with its number, in order. */
export type Standing = Readonly<Record<string, readonly (readonly [id: number, fields: Row])[]>>;

export function standing({ state }: SimulatedRouter): Standing {
  // Menus are built when somebody looks: it looks at all of them.
  state.hash();
  return Object.fromEntries(
    [...state.built].map(([path, { items }]) => [path, items.map(({ id, fields }) => [id, fields] as const)]),
  );
}

import { readFileSync } from 'node:fs';
import type { Sql } from '@/server/db/connection';
import { listedColumns } from '../support/columns';
import { filesBelow } from './scanner';

/* What a run left behind, made ready to be looked through. */

interface OwnKey {
  readonly name: string;
  readonly key: string | Buffer;
}

/** What the product made for itself: the lines of its PEM and JSON files that are long enough to be keys, and the raw key. */
export function ownKeys(directory: string): OwnKey[] {
  const isPublic = /"(?:n|e|kid)":"[^"]*"/g;
  return filesBelow(directory)
    .filter((path) => !path.endsWith('tls.crt'))
    .flatMap((path): OwnKey[] => {
      const [name, bytes] = [path.slice(directory.length + 1), readFileSync(path)];
      if (name === 'master.key') return [{ name, key: bytes }];
      const long = bytes
        .toString()
        .replace(isPublic, '')
        .matchAll(/[\w+/=-]{40,}/g);
      return [...long].map(([key]) => ({ name, key }));
    });
}

/** All rows of a table as text. */
export interface TableText {
  readonly table: string;
  readonly text: string;
}

/** Every row of every table as text, PostgreSQL's own too: what it packs in its files is unpacked here. */
export async function everyRow(sql: Sql): Promise<TableText[]> {
  const tables = await sql<{ table: string }[]>`
    select c.oid::regclass::text as table from pg_class c join pg_namespace n on n.oid = c.relnamespace
    where c.relkind in ('r', 'm') and n.nspname <> 'pg_toast'`;
  const all: TableText[] = [];
  for (const { table } of tables) {
    const rows = await sql.unsafe<{ text: string }[]>(`select t::text as text from ${table} t`);
    all.push({ table, text: rows.map(({ text }) => text).join('\n') });
  }
  return all;
}

/** A column that docs/columns.md calls sealed: whether anything is in it, and whether any of that is written in letters. */
export interface SealedColumn {
  readonly column: string;
  readonly isEmpty: boolean;
  readonly isReadable: boolean;
}

export async function sealedColumns(sql: Sql): Promise<SealedColumn[]> {
  const found: SealedColumn[] = [];
  for (const { column } of listedColumns().filter(({ kind }) => kind === 'sealed')) {
    const [schema = '', table = '', name = ''] = column.split('.');
    const rows = await sql<{ value: Buffer | null }[]>`select ${sql(name)} as value from ${sql(schema)}.${sql(table)}`;
    const values = rows.flatMap(({ value }) => value ?? []);
    // Among a million random bytes one run of so many letters is expected once in 10^6 times.
    const isReadable = values.some((value) => /[\x20-\x7e]{28,}/.test(value.toString('latin1')));
    found.push({ column, isEmpty: values.length === 0, isReadable });
  }
  return found;
}

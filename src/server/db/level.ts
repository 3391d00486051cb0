import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { readMigrationFiles } from 'drizzle-orm/migrator';
import { StartError } from '@/core/start-error';
import journal from '../../../drizzle/meta/_journal.json';
import type { Sql } from './connection';
import type { Statements } from './console';

/** A migration as the database keeps it: the SHA-256 of its file, and when it was made, in milliseconds. */
export interface Migration {
  readonly hash: string;
  readonly madeAt: number;
}

/** The nearest `drizzle` folder above this file, from the sources and from the bundle alike. */
export function migrationsFolder(): string {
  for (let at = dirname(fileURLToPath(import.meta.url)); at !== dirname(at); at = dirname(at)) {
    if (existsSync(join(at, 'drizzle/meta/_journal.json'))) return join(at, 'drizzle');
  }
  throw new StartError('The folder `drizzle` with the migrations is missing. Install Routeward again.');
}

/** The migrations of this version, the oldest first. */
export function ownMigrations(): (Migration & { readonly name: string })[] {
  const files = readMigrationFiles({ migrationsFolder: migrationsFolder() });
  return files.map(({ hash, folderMillis }, at) => ({
    hash,
    madeAt: folderMillis,
    name: journal.entries[at]?.tag ?? '',
  }));
}

/** What has been applied to a database, the oldest first; nothing for one that no Routeward has been started with. */
export async function levelOf(sql: Sql | Statements): Promise<Migration[]> {
  const [is] = await sql<{ there: boolean }[]>`select to_regclass('drizzle.__drizzle_migrations') is not null as there`;
  if (is?.there !== true) return [];
  const rows = await sql<{ hash: string; madeAt: string }[]>`
    select hash, created_at as "madeAt" from drizzle.__drizzle_migrations order by created_at`;
  return rows.map(({ hash, madeAt }) => ({ hash, madeAt: Number(madeAt) }));
}

/** How a database stands to this version. Names of migrations are those of their files. */
export interface Standing {
  readonly isEmpty: boolean;
  /** A newer version has changed it: there is no way back. */
  readonly isNewer: boolean;
  /** What is still to be applied, in order. */
  readonly pending: readonly string[];
}

/** Drizzle applies what is younger than the youngest that was applied; so does this. */
export async function standingOf(sql: Sql | Statements): Promise<Standing> {
  const [own, applied] = [ownMigrations(), await levelOf(sql)];
  const youngest = applied.at(-1)?.madeAt ?? Number.NEGATIVE_INFINITY;
  return {
    isEmpty: applied.length === 0,
    isNewer: youngest > (own.at(-1)?.madeAt ?? 0),
    pending: own.filter(({ madeAt }) => madeAt > youngest).map(({ name }) => name),
  };
}

import { StartError } from '@/core/start-error';
import type { Sql } from '../connection';
import { asConsole } from '../console';
import { quoted } from './tables';

/** What a restore that fails puts away again. */
export interface Emptiness {
  readonly schemas: readonly string[];
  /** The login of web and runner, where there was none before. */
  readonly newLogin: string | null;
}

const schemasOf = (sql: Sql) => sql<{ name: string }[]>`
  select nspname as name from pg_namespace where nspname !~ '^pg_' and nspname <> 'information_schema' order by 1`;

/** Throws StartError for a database in which there is anything. */
export function refuseUsedDatabase(ownerUrl: string): Promise<Emptiness> {
  return asConsole(ownerUrl, async (sql) => {
    const [used] = await sql<{ name: string }[]>`
      select n.nspname || '.' || c.relname as name from pg_class c join pg_namespace n on n.oid = c.relnamespace
      where n.nspname !~ '^pg_' and n.nspname <> 'information_schema' order by 1 limit 1`;
    if (used !== undefined)
      throw new StartError(
        `The database is not empty: it holds ${used.name}. A backup is restored into a new database; name that in DATABASE_URL. ` +
          'Nothing was changed.',
      );
    const [login] = await sql<{ name: string; there: boolean }[]>`
      select current_database() || '_app' as name,
        exists (select from pg_roles where rolname = current_database() || '_app') as there`;
    return {
      schemas: (await schemasOf(sql)).map(({ name }) => name),
      newLogin: login === undefined || login.there ? null : login.name,
    };
  });
}

/** Takes away what a failed restore made. The five roles without a login stay: other databases may have them too. */
export function emptyAgain(ownerUrl: string, before: Emptiness): Promise<void> {
  return asConsole(ownerUrl, async (sql) => {
    const made = (await schemasOf(sql)).filter(({ name }) => !before.schemas.includes(name));
    if (made.length > 0) await sql.unsafe(`drop schema ${made.map(({ name }) => quoted(name)).join(', ')} cascade`);
    if (before.newLogin === null) return;
    const [is] = await sql<{ there: boolean }[]>`
      select exists (select from pg_roles where rolname = ${before.newLogin}) as there`;
    if (is?.there !== true) return;
    const login = quoted(before.newLogin);
    await sql.unsafe(
      `do $$ begin execute format('revoke all on database %I from ${login}', current_database()); end $$`,
    );
    await sql.unsafe(`drop role ${login}`);
  });
}

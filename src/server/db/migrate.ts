import { copyFileSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { drizzle } from 'drizzle-orm/postgres-js';
import { migrate } from 'drizzle-orm/postgres-js/migrator';
import { StartError } from '@/core/start-error';
import journal from '../../../drizzle/meta/_journal.json';
import { admitApplication, makeTransactionRoles } from './application-login';
import { migrationsFolder, type Standing, standingOf } from './level';
import { type OwnerConnection, openOwner } from './owner';

const lowestVersion = 150_014;

/**
 * Makes a database ready for this version of the product: checks it, makes the roles, migrates under an advisory lock,
 * and lets the application in. `appUrl` is where web and runner connect. Throws StartError with a sentence that names
 * what to do.
 */
export async function prepareDatabase(ownerUrl: string, appPassword: string): Promise<{ appUrl: string }> {
  const owner = await openOwner(ownerUrl);
  const lock = await owner.sql.reserve();
  try {
    await checkServer(owner);
    // A session's lock, so that a second node waits here until the first has migrated.
    await lock`select pg_advisory_lock(hashtext('routeward.migrate'))`;
    await refuseNewerSchema(owner);
    await makeTransactionRoles(owner);
    await migrate(drizzle(owner.sql), { migrationsFolder: migrationsFolder() });
    await owner.sql`select audit.make_partitions(current_date, 4)`;
    const login = await admitApplication(owner, appPassword);
    const url = new URL(ownerUrl);
    url.username = encodeURIComponent(login);
    url.password = encodeURIComponent(appPassword);
    return { appUrl: url.toString() };
  } finally {
    await lock`select pg_advisory_unlock_all()`;
    lock.release();
    await owner.sql.end({ timeout: 5 });
  }
}

/** How a database stands to this version; nothing is changed. Throws StartError where it cannot be used at all. */
export async function askStanding(ownerUrl: string): Promise<Standing> {
  const owner = await openOwner(ownerUrl);
  try {
    await checkServer(owner);
    return await standingOf(owner.sql);
  } finally {
    await owner.sql.end({ timeout: 5 });
  }
}

/**
 * Brings an empty database to where it was after the first `count` migrations of this version, for rows that were written
 * there. Nobody is let in.
 */
export async function migrateTo(ownerUrl: string, count: number): Promise<void> {
  const owner = await openOwner(ownerUrl);
  const folder = mkdtempSync(join(tmpdir(), 'routeward-migrations-'));
  try {
    await checkServer(owner);
    await makeTransactionRoles(owner);
    const entries = journal.entries.slice(0, count);
    mkdirSync(join(folder, 'meta'));
    writeFileSync(join(folder, 'meta/_journal.json'), JSON.stringify({ ...journal, entries }));
    for (const { tag } of entries) copyFileSync(join(migrationsFolder(), `${tag}.sql`), join(folder, `${tag}.sql`));
    await migrate(drizzle(owner.sql), { migrationsFolder: folder });
  } finally {
    rmSync(folder, { recursive: true, force: true });
    await owner.sql.end({ timeout: 5 });
  }
}

async function checkServer({ sql }: OwnerConnection): Promise<void> {
  const answer = await sql<{ version: number; isUnbound: boolean; creates: boolean; pid: number }[]>`
    select current_setting('server_version_num')::int as version, rolsuper or rolbypassrls as "isUnbound",
      rolcreaterole as creates, pg_backend_pid() as pid
    from pg_roles where rolname = current_user`;
  const [facts] = answer;
  if (facts === undefined) throw new StartError('The database does not know the role that DATABASE_URL names.');
  if (facts.version < lowestVersion)
    throw new StartError(`PostgreSQL is too old (${facts.version}). Use 15.14 or newer.`);
  // A pooler hands out a process number of its own making, and behind it locks and notifications belong to nobody.
  if (answer.state.pid !== facts.pid)
    throw new StartError(
      'DATABASE_URL leads through a connection pooler. Name PostgreSQL itself: Routeward pools by itself.',
    );
  if (facts.isUnbound)
    throw new StartError(
      'DATABASE_URL names a superuser or a role with BYPASSRLS, which row security does not bind. Make a plain role: create role routeward login createrole password …; and let it own the database: alter database … owner to routeward;',
    );
  if (!facts.creates)
    throw new StartError('The role in DATABASE_URL may not make roles. Run: alter role … createrole;');
}

/** A database that a newer version has already changed is left alone: going back would be guessing. */
async function refuseNewerSchema({ sql }: OwnerConnection): Promise<void> {
  if ((await standingOf(sql)).isNewer) throw new StartError(newerSchema);
}

export const newerSchema =
  'This database belongs to a newer version of Routeward. Start that version, or restore a backup made before it.';

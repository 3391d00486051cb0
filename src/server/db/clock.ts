import { sql } from 'drizzle-orm';
import type { Transaction } from './connection';

type Db = Transaction['db'];

/** The database's time, ISO 8601 in UTC. */
export async function databaseTime(db: Db): Promise<string> {
  const [row] = await db.execute<{ at: string }>(
    sql`select to_char(app.now() at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') as at`,
  );
  if (row === undefined) throw new Error('the database has no clock');
  return row.at;
}

/** The same, a little back: what was committed just now may have begun before. */
export async function shortlyBefore(db: Db): Promise<string> {
  return new Date(Date.parse(await databaseTime(db)) - 10_000).toISOString();
}

/** A time as a plain statement gives it, in ISO 8601, UTC. */
export const iso = (at: string): string => new Date(at).toISOString();
export const isoOrNull = (at: string | null): string | null => (at === null ? null : iso(at));

/** What is committed by now, as `pg_visible_in_snapshot` takes it. */
export async function snapshotNow(db: Db): Promise<string> {
  const [row] = await db.execute<{ now: string }>(sql`select pg_current_snapshot()::text as now`);
  if (row === undefined) throw new Error('the database has no snapshot');
  return row.now;
}

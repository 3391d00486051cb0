import { sql } from 'drizzle-orm';
import type { LinkOver, LinkSeen } from '@/core/alarm-rules';
import type { AlarmId } from '@/core/ids';
import { freshSeconds } from '@/core/status';
import { iso, isoOrNull } from './clock';
import type { Transaction } from './connection';

type Db = Transaction['db'];

/* This machine's own link, as it looks from all customers' devices together. For the job `alarms`. */

export interface OwnLink {
  /** The time of the database. */
  readonly at: string;
  /** Since when it is taken to be down; null: it is not. ISO 8601, UTC. */
  readonly downSince: string | null;
  /** The last time that is over; null: it never was down. */
  readonly over: LinkOver | null;
}

export async function ownLink(db: Db): Promise<OwnLink> {
  const [row] = await db.execute<{
    at: string;
    since: string | null;
    secondsOver: number | null;
    secondsHeld: number | null;
  }>(sql`select at, since, seconds_over as "secondsOver", seconds_held as "secondsHeld" from app.own_link()`);
  if (row === undefined) throw new Error('the database has no clock');
  const { secondsOver, secondsHeld } = row;
  const over = secondsOver === null || secondsHeld === null ? null : { secondsOver, secondsHeld };
  return { at: iso(row.at), downSince: isoOrNull(row.since), over };
}

export interface LinkCounts extends Omit<LinkSeen, 'witnesses'> {
  readonly firstLostAt: string | null;
}

/** What went down since `lostFrom` and nobody is told of yet, and what answered after the first of them. */
export async function linkCounts(db: Db, watchedFrom: string, lostFrom: string): Promise<LinkCounts> {
  const [row] = await db.execute<Record<string, unknown> & LinkCounts>(sql`
    select lost, up, is_contradicted as "isContradicted", first_lost_at as "firstLostAt"
    from app.link_counts(${watchedFrom}, ${freshSeconds}, ${lostFrom})`);
  if (row === undefined) throw new Error('the database counts nothing');
  const { lost, up, isContradicted, firstLostAt } = row;
  return { lost, up, isContradicted, firstLostAt: isoOrNull(firstLostAt) };
}

/** Raises its alarm. Null: it is raised already. */
export async function raiseOwnLink(
  db: Db,
  since: string,
  devices: number,
): Promise<{ readonly id: AlarmId; readonly times: number } | null> {
  const [row] = await db.execute<{ id: AlarmId; times: number }>(
    sql`select id, times from app.raise_own_link(${since}, ${devices})`,
  );
  return row === undefined ? null : { id: row.id, times: row.times };
}

/** Its alarm is over. Null: there was none. */
export async function clearOwnLink(db: Db): Promise<AlarmId | null> {
  const [row] = await db.execute<{ id: AlarmId | null }>(sql`select app.clear_own_link() as id`);
  return row?.id ?? null;
}

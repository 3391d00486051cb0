import { type SQL, sql } from 'drizzle-orm';
import type { Principal } from '@/core/access';
import type { AuditEvent, Outcome } from '@/core/events';
import type { Transaction } from '../db/connection';
import { ownedBy } from '../db/reach';

export interface Place {
  /** ISO 8601 with microseconds, as the entry's body has it. */
  readonly at: string;
  readonly id: string;
}

export interface AuditFilter {
  readonly event: AuditEvent | undefined;
  readonly outcome: Outcome | undefined;
  readonly after: Place | undefined;
  readonly limit: number;
}

/** An entry as it is stored: `body` is the hashed text, `personal` the side row's; null where that was erased. */
export interface StoredEntry {
  readonly body: string;
  readonly personal: string | null;
}

type Db = Transaction['db'];

interface Row extends Record<string, unknown> {
  readonly at: string;
  readonly id: string;
  readonly body: string;
}

/**
 * One page of entries, the newest first. A Super Admin's is one walk down the primary key. An Admin's takes the newest of
 * each assigned customer and then the newest of those, so a quiet customer never waits for a busy one's entries to be
 * passed over. There is no total: counting a log that only grows would cost more each day.
 */
export async function searchAudit(db: Db, me: Principal, filter: AuditFilter): Promise<readonly StoredEntry[]> {
  const rows = await db.execute<Row>(me.role === 'superAdmin' ? newest(filter, sql`true`) : newestOfMine(me, filter));
  const personal = await personalOf(db, rows);
  return rows.map(({ id, body }) => ({ body, personal: personal.get(id) ?? null }));
}

/** The side rows of a page. Asked with the page's own times, so that PostgreSQL opens no other month's partition. */
async function personalOf(db: Db, page: readonly Row[]): Promise<ReadonlyMap<string, string>> {
  const [first, last] = [page[0], page.at(-1)];
  if (first === undefined || last === undefined) return new Map();
  const ids = sql.join(
    page.map(({ id }) => sql`${id}::uuid`),
    sql`, `,
  );
  const rows = await db.execute<{ id: string; body: string }>(sql`
    select p.entry_id as id, p.body from audit.personal p
    where p.at between ${last.at}::timestamptz and ${first.at}::timestamptz and p.entry_id = any (array[${ids}])`);
  return new Map(rows.map(({ id, body }) => [id, body]));
}

function newestOfMine(me: Principal, filter: AuditFilter): SQL {
  return sql`
    select n.at, n.id, n.body from app.membership m
    cross join lateral (${newest(filter, sql`e.customer_id = m.customer_id`)}) n
    where ${ownedBy(me, sql`m.person_id`)}
    order by n.at desc, n.id desc limit ${filter.limit}`;
}

function newest({ event, outcome, after, limit }: AuditFilter, scope: SQL): SQL {
  const conditions = [
    scope,
    event === undefined ? sql`true` : sql`e.event = ${event}`,
    outcome === undefined ? sql`true` : sql`e.outcome = ${outcome}`,
    after === undefined ? sql`true` : sql`(e.at, e.id) < (${after.at}::timestamptz, ${after.id}::uuid)`,
  ];
  return sql`
    select e.at, e.id, e.body from audit.entry e where ${sql.join(conditions, sql` and `)}
    order by e.at desc, e.id desc limit ${limit}`;
}

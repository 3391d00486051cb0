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

/** An entry as it is stored: `body` is the hashed text, `personal` the side row's. */
export interface StoredEntry {
  readonly [column: string]: unknown;
  readonly id: string;
  readonly body: string;
  readonly personal: string | null;
}

/**
 * One page of entries, the newest first. A Super Admin's is one walk down the primary key. An Admin's takes the newest of
 * each assigned customer and then the newest of those, so a quiet customer never waits for a busy one's entries to be
 * passed over. There is no total: counting a log that only grows would cost more each day.
 */
export async function searchAudit(
  db: Transaction['db'],
  me: Principal,
  filter: AuditFilter,
): Promise<readonly StoredEntry[]> {
  const found = me.role === 'superAdmin' ? newest(filter, sql`true`) : newestOfMine(me, filter);
  return db.execute<StoredEntry>(sql`
    select e.id, e.body, p.body as personal from (${found}) e
    left join audit.personal p on p.at = e.at and p.entry_id = e.id
    order by e.at desc, e.id desc`);
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

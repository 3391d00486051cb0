import { and, eq, type SQL, sql } from 'drizzle-orm';
import type { AnyPgColumn, PgSelect } from 'drizzle-orm/pg-core';
import type { Principal } from '@/core/access';
import { membership } from './schema/people';

/*
 * The first wall. Every find and every list of a customer's rows or of a person's own is made through these two, and row
 * security says the same a second time: each holds when the other is taken away (tests/server/api/walls.test.ts).
 */

/**
 * Joins a query over rows of customers with the caller's memberships. It is a join, so that the planner knows whose
 * memberships they are. A Super Admin reaches every customer and has no membership to join.
 */
export function joinReach<Query extends PgSelect>(query: Query, me: Principal, customerId: AnyPgColumn): Query {
  if (me.role === 'superAdmin') return query;
  const isMine = and(eq(membership.customerId, customerId), ownedBy(me, membership.personId));
  // safe: an inner join to a unique key neither adds columns to an explicit selection nor makes any of them null.
  return query.innerJoin(membership, isMine) as unknown as Query;
}

/** The rows that are the caller's own. */
export function ownedBy(me: Principal, personId: AnyPgColumn | SQL): SQL {
  return sql`${personId} = ${me.personId}`;
}

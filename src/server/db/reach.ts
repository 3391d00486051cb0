import { and, eq } from 'drizzle-orm';
import type { AnyPgColumn, PgSelect } from 'drizzle-orm/pg-core';
import type { Principal } from '@/core/access';
import { membership } from './schema/people';

/**
 * The first wall: joins a query over rows of customers with the caller's memberships. Every find and every list of them
 * is made through it; row security says the same a second time. It is a join, so that the planner knows whose memberships
 * they are. A Super Admin reaches every customer and has no membership to join.
 */
export function joinReach<Query extends PgSelect>(query: Query, me: Principal, customerId: AnyPgColumn): Query {
  if (me.role === 'superAdmin') return query;
  const isMine = and(eq(membership.customerId, customerId), eq(membership.personId, me.personId));
  // safe: an inner join to a unique key neither adds columns to an explicit selection nor makes any of them null.
  return query.innerJoin(membership, isMine) as unknown as Query;
}

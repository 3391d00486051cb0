import { type SQL, sql } from 'drizzle-orm';
import { type AnyPgColumn, type PgPolicy, pgPolicy } from 'drizzle-orm/pg-core';
import { customerWork, everything, person } from './roles';

/**
 * The second wall, in the form PostgreSQL plans best: settings and memberships are read once a statement, into an array
 * that the index on the customer can be asked with. `in (select …)` became a hashed sub-plan that no index could serve,
 * and a scan of every customer's rows (19.6 ms against 0.3 ms for 3 of 1,000 customers, 50,000 devices).
 */
const ofPerson = sql`(select nullif(current_setting('app.person_id', true), '')::uuid)`;
export const ofCustomer = sql`(select nullif(current_setting('app.customer_id', true), '')::uuid)`;
const role = sql`(select current_setting('app.role', true))`;

export const inReach = (customerId: AnyPgColumn | SQL): SQL =>
  sql`${customerId} = any (array(select m.customer_id from app.membership m where m.person_id = ${ofPerson}))`;

export const isOwn = (personId: AnyPgColumn | SQL): SQL => sql`${personId} = ${ofPerson}`;

/** Rows of a customer that are for people alone: whoever is assigned, and Super Admins. */
export function readByPeople(table: string, customerId: AnyPgColumn | SQL): PgPolicy[] {
  return [
    pgPolicy(`${table}_read_in_reach`, { for: 'select', to: person, using: inReach(customerId) }),
    pgPolicy(`${table}_read_everything`, { for: 'select', to: everything, using: sql`true` }),
  ];
}

/** Rows of a customer: read by whoever is assigned, by Super Admins, and by the work done for that customer. */
export function readInReach(table: string, customerId: AnyPgColumn | SQL): PgPolicy[] {
  return [
    ...readByPeople(table, customerId),
    pgPolicy(`${table}_read_for_customer`, {
      for: 'select',
      to: customerWork,
      using: sql`${customerId} = ${ofCustomer}`,
    }),
  ];
}

/** Rows of a customer that the work done for it adds and changes. */
export function writtenByWork(table: string, customerId: AnyPgColumn | SQL): PgPolicy[] {
  const rule = sql`${customerId} = ${ofCustomer}`;
  return [
    pgPolicy(`${table}_added_by_work`, { for: 'insert', to: customerWork, withCheck: rule }),
    pgPolicy(`${table}_changed_by_work`, { for: 'update', to: customerWork, using: rule, withCheck: rule }),
  ];
}

/** Rows of a customer whose sealed values its work seals anew, when the key is changed. Which columns is a matter of grants. */
export function resealedByWork(table: string, customerId: AnyPgColumn | SQL): PgPolicy[] {
  const rule = sql`${customerId} = ${ofCustomer}`;
  return [pgPolicy(`${table}_sealed_anew_by_work`, { for: 'update', to: customerWork, using: rule, withCheck: rule })];
}

/** Rows of a customer that Admins change. The role is the one the tables hold, set by app.enter_person, not the token's. */
export function changeByAdmins(table: string, customerId: AnyPgColumn | SQL): PgPolicy[] {
  const rule = sql`${inReach(customerId)} and ${role} = 'admin'`;
  return [
    pgPolicy(`${table}_change_by_admins`, { for: 'update', to: person, using: rule, withCheck: rule }),
    pgPolicy(`${table}_change_everything`, { for: 'update', to: everything, using: sql`true`, withCheck: sql`true` }),
  ];
}

/** Rows of a customer that Admins add. */
export function addByAdmins(table: string, customerId: AnyPgColumn | SQL): PgPolicy[] {
  const rule = sql`${inReach(customerId)} and ${role} = 'admin'`;
  return [
    pgPolicy(`${table}_added_by_admins`, { for: 'insert', to: person, withCheck: rule }),
    pgPolicy(`${table}_added_everything`, { for: 'insert', to: everything, withCheck: sql`true` }),
  ];
}

/** Rows of a customer that Operators and above add, in their own name. */
export function addByOperators(table: string, customerId: AnyPgColumn | SQL, by: AnyPgColumn): PgPolicy[] {
  const rule = sql`${inReach(customerId)} and ${role} in ('operator', 'admin') and ${isOwn(by)}`;
  return [
    pgPolicy(`${table}_added_by_operators`, { for: 'insert', to: person, withCheck: rule }),
    pgPolicy(`${table}_added_everything`, { for: 'insert', to: everything, withCheck: isOwn(by) }),
  ];
}

/** Rows of a customer that Operators and above change, and say that it was they. Which columns is a matter of grants. */
export function changeByOperators(table: string, customerId: AnyPgColumn | SQL, by: AnyPgColumn): PgPolicy[] {
  const rule = sql`${inReach(customerId)} and ${role} in ('operator', 'admin')`;
  return [
    pgPolicy(`${table}_change_by_operators`, {
      for: 'update',
      to: person,
      using: rule,
      withCheck: sql`${rule} and ${isOwn(by)}`,
    }),
    pgPolicy(`${table}_change_everything`, { for: 'update', to: everything, using: sql`true`, withCheck: isOwn(by) }),
  ];
}

import { and, asc, count, eq, inArray, isNotNull, isNull, sql } from 'drizzle-orm';
import type { Principal } from '@/core/access';
import { AppError } from '@/core/errors';
import type { CustomerId, CustomerSlug } from '@/core/ids';
import type { Transaction } from './connection';
import { joinReach } from './reach';
import { underRules } from './rule';
import { device } from './schema/devices';
import { customer } from './schema/people';

const columns = {
  id: customer.id,
  slug: customer.slug,
  name: customer.name,
  stripe: customer.stripe,
  timeZone: customer.timeZone,
  isProbed: customer.isProbed,
};

export interface Customer {
  readonly id: CustomerId;
  readonly slug: CustomerSlug;
  readonly name: string;
  readonly stripe: number;
  readonly timeZone: string;
  /** Whether its devices are asked every minute how they are. */
  readonly isProbed: boolean;
}

/** The customer of that slug in the caller's reach; undefined where it is not there or not theirs. */
export async function findCustomer(db: Transaction['db'], me: Principal, slug: string): Promise<Customer | undefined> {
  const query = db.select(columns).from(customer).$dynamic();
  const [found] = await joinReach(query, me, customer.id).where(
    and(eq(customer.slug, slug), isNull(customer.archivedAt)),
  );
  // safe: both columns hold what their brands say, by key and by check.
  return found as Customer | undefined;
}

/** The customers of these slugs in the caller's reach. */
export async function findCustomers(
  db: Transaction['db'],
  me: Principal,
  slugs: readonly string[],
): Promise<Customer[]> {
  const query = db.select(columns).from(customer).$dynamic();
  const found = await joinReach(query, me, customer.id).where(
    and(inArray(customer.slug, [...slugs]), isNull(customer.archivedAt)),
  );
  // safe: as above.
  return found as Customer[];
}

/** Every customer in the caller's reach with the number of its devices, by name. */
export async function listCustomers(db: Transaction['db'], me: Principal) {
  const counted = db
    .select({ customerId: device.customerId, devices: count().as('devices') })
    .from(device)
    .where(isNull(device.archivedAt))
    .groupBy(device.customerId)
    .as('counted');
  const query = db
    .select({ ...columns, deviceCount: counted.devices })
    .from(customer)
    .$dynamic();
  const rows = await joinReach(query, me, customer.id)
    .leftJoin(counted, eq(counted.customerId, customer.id))
    .where(isNull(customer.archivedAt))
    .orderBy(asc(customer.name), asc(customer.id));
  return rows.map((row) => ({ ...row, deviceCount: row.deviceCount ?? 0 }));
}

/** The archived ones, by name. Only a Super Admin's transaction sees them. */
export async function archivedCustomers(db: Transaction['db']) {
  const rows = await db
    .select({ ...columns, archivedAt: customer.archivedAt })
    .from(customer)
    .where(isNotNull(customer.archivedAt))
    .orderBy(asc(customer.name), asc(customer.id));
  return rows.map((row) => ({ ...row, archivedAt: String(row.archivedAt) }));
}

/** Those of them that have this slug. */
export async function findArchived(db: Transaction['db'], slug: string): Promise<Customer | undefined> {
  const [found] = await db
    .select(columns)
    .from(customer)
    .where(and(eq(customer.slug, slug), isNotNull(customer.archivedAt)));
  // safe: as above.
  return found as Customer | undefined;
}

type Own = Pick<Customer, 'slug' | 'name' | 'stripe' | 'timeZone'>;

/** Throws `conflict` where there is one of that short name, archived ones included. */
export async function createCustomer(db: Transaction['db'], { slug, name, stripe, timeZone }: Own): Promise<Customer> {
  const sentences = {
    customer_slug_is_unique: `There is a customer "${slug}" already; an archived one keeps its short name.`,
  };
  // Only the columns that a person may fill: the builder would name them all.
  const [made] = await underRules(sentences, () =>
    db.execute<{ id: CustomerId }>(sql`insert into app.customer (slug, name, stripe, time_zone)
      values (${slug}, ${name}, ${stripe}, ${timeZone}) returning id`),
  );
  if (made === undefined) throw new Error('insert returned nothing');
  return { id: made.id, slug, name, stripe, timeZone, isProbed: true };
}

export type CustomerChanges = {
  readonly [Field in 'name' | 'stripe' | 'timeZone' | 'isProbed']?: Customer[Field] | undefined;
};

/** Changes what is given, and nothing else. */
export async function changeCustomer(
  db: Transaction['db'],
  id: CustomerId,
  changes: CustomerChanges,
): Promise<Customer> {
  const [changed] = await db.update(customer).set(changes).where(eq(customer.id, id)).returning(columns);
  // Row security hides what may not be changed.
  if (changed === undefined) throw new AppError('forbidden', 'your role may not change this customer');
  // safe: as above.
  return changed as Customer;
}

/** Takes everybody off, and the devices away. Returns the names of those who were assigned. */
export async function archiveCustomer(db: Transaction['db'], id: CustomerId): Promise<string[]> {
  const [done] = await underRules({}, () =>
    db.execute<{ names: string[] | null }>(sql`select auth.archive_customer(${id}) as names`),
  );
  return done?.names ?? [];
}

/** Brings it and its devices back, with nobody assigned. */
export async function restoreCustomer(db: Transaction['db'], id: CustomerId): Promise<void> {
  await underRules({}, () => db.execute(sql`select auth.restore_customer(${id})`));
}

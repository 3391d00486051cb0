import { and, asc, count, eq, isNull } from 'drizzle-orm';
import type { Principal } from '@/core/access';
import type { CustomerId, CustomerSlug } from '@/core/ids';
import type { Transaction } from './connection';
import { joinReach } from './reach';
import { device } from './schema/devices';
import { customer } from './schema/people';

const columns = {
  id: customer.id,
  slug: customer.slug,
  name: customer.name,
  stripe: customer.stripe,
  timeZone: customer.timeZone,
};

export interface Customer {
  readonly id: CustomerId;
  readonly slug: CustomerSlug;
  readonly name: string;
  readonly stripe: number;
  readonly timeZone: string;
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

import { and, asc, count, eq, inArray, isNotNull, isNull, sql } from 'drizzle-orm';
import type { PgUpdateSetSource } from 'drizzle-orm/pg-core';
import type { Principal } from '@/core/access';
import type { ChangePolicy } from '@/core/change/policy';
import type { ChangeTimes } from '@/core/change/times';
import type { QuietTimes } from '@/core/customers';
import { AppError } from '@/core/errors';
import type { CustomerId, CustomerSlug, PersonId } from '@/core/ids';
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
  isAlarming: customer.isAlarming,
  alarmAfterMinutes: customer.alarmAfterMinutes,
  changePolicy: customer.changePolicy,
  changeTimes: customer.changeTimes,
  // Who was on call until some time is on call no more.
  onCall: sql<OnCall | null>`case when ${customer.onCallUntil} > app.now()
    then json_build_object('id', ${customer.onCallId}, 'name', ${customer.onCallName}, 'until', to_char(${customer.onCallUntil} at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')) end`,
  // The two columns are set together or not at all, by the table's own rule.
  quietHours: sql<QuietTimes | null>`case when ${customer.quietFrom} is not null
    then json_build_object('from', ${customer.quietFrom}, 'to', ${customer.quietTo}) end`,
};

/** The Admin who is on call for a customer. */
export interface OnCall {
  readonly id: PersonId;
  readonly name: string;
  /** ISO 8601, UTC. */
  readonly until: string;
}

export interface Customer {
  readonly id: CustomerId;
  readonly slug: CustomerSlug;
  readonly name: string;
  readonly stripe: number;
  readonly timeZone: string;
  /** Whether its devices are asked every minute how they are. */
  readonly isProbed: boolean;
  /** Whether a device that is down for `alarmAfterMinutes` raises an alarm. */
  readonly isAlarming: boolean;
  readonly alarmAfterMinutes: number;
  readonly changePolicy: ChangePolicy;
  /** When its routers may be changed, by the clocks of its sites. */
  readonly changeTimes: ChangeTimes;
  /** Who may authorise a W3 of their own alone at this moment, inside safe mode; null: nobody. */
  readonly onCall: OnCall | null;
  /** On its own clock; null: alarms are mailed at any time. */
  readonly quietHours: QuietTimes | null;
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
    .where(and(isNotNull(customer.archivedAt), isNull(customer.erasedAt)))
    .orderBy(asc(customer.name), asc(customer.id));
  return rows.map((row) => ({ ...row, archivedAt: String(row.archivedAt) }));
}

/** Those of them that have this slug. */
export async function findArchived(db: Transaction['db'], slug: string): Promise<Customer | undefined> {
  const [found] = await db
    .select(columns)
    .from(customer)
    .where(and(eq(customer.slug, slug), isNotNull(customer.archivedAt), isNull(customer.erasedAt)));
  // safe: as above.
  return found as Customer | undefined;
}

type Own = Pick<Customer, 'slug' | 'name' | 'stripe' | 'timeZone'>;

/** Throws `conflict` where there is one of that short name, archived ones included. */
export async function createCustomer(db: Transaction['db'], { slug, name, stripe, timeZone }: Own): Promise<Customer> {
  const sentences = {
    customer_slug_is_unique: `There is a customer "${slug}" already; an archived or erased one keeps its short name.`,
  };
  // Only the columns that a person may fill: the builder would name them all.
  const [made] = await underRules(sentences, () =>
    db.execute<{ id: CustomerId }>(sql`insert into app.customer (slug, name, stripe, time_zone)
      values (${slug}, ${name}, ${stripe}, ${timeZone}) returning id`),
  );
  if (made === undefined) throw new Error('insert returned nothing');
  const [stored] = await db.select(columns).from(customer).where(eq(customer.id, made.id));
  // safe: as above.
  return stored as Customer;
}

export type CustomerChanges = {
  readonly [Field in keyof Omit<Customer, 'id' | 'slug' | 'onCall'>]?: Customer[Field] | undefined;
};

/** Changes what is given, and nothing else. */
export async function changeCustomer(
  db: Transaction['db'],
  id: CustomerId,
  { quietHours, ...changes }: CustomerChanges,
): Promise<Customer> {
  const quiet =
    quietHours === undefined ? {} : { quietFrom: quietHours?.from ?? null, quietTo: quietHours?.to ?? null };
  return changedTo(db, id, { ...changes, ...quiet });
}

async function changedTo(
  db: Transaction['db'],
  id: CustomerId,
  values: PgUpdateSetSource<typeof customer>,
): Promise<Customer> {
  const [changed] = await db.update(customer).set(values).where(eq(customer.id, id)).returning(columns);
  // Row security hides what may not be changed.
  if (changed === undefined) throw new AppError('forbidden', 'your role may not change this customer');
  // safe: as above.
  return changed as Customer;
}

const onCallRules = {
  customer_on_call_is_an_admin_of_it: 'Only an Admin who is assigned to this customer is on call for it.',
  customer_on_call_is_for_a_week_at_most: 'Somebody is on call for a week at most.',
};

/** From this moment on. Who they are is the database's to say. */
export async function nameOnCall(
  db: Transaction['db'],
  id: CustomerId,
  { admin, hours }: { readonly admin: PersonId; readonly hours: number },
): Promise<Customer> {
  const until = sql`app.now() + make_interval(hours => ${hours})`;
  return underRules(onCallRules, () => changedTo(db, id, { onCallId: admin, onCallUntil: until }));
}

export const endOnCall = (db: Transaction['db'], id: CustomerId): Promise<Customer> =>
  changedTo(db, id, { onCallId: null });

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

/** Destroys its data keys; everything else of it goes after that. Returns how many there were. */
export async function eraseCustomer(db: Transaction['db'], id: CustomerId): Promise<number> {
  const [done] = await underRules({}, () =>
    db.execute<{ keys: number | null }>(sql`select auth.erase_customer(${id}) as keys`),
  );
  if (done === undefined || done.keys === null) throw new AppError('notFound', 'no such archived customer');
  return done.keys;
}

/** One of whom rows are left. `isOver`: whoever began work for it before it was erased has ended. */
export interface Erased {
  readonly id: CustomerId;
  readonly slug: string;
  readonly isOver: boolean;
}

/** For the job `keys`. */
export async function customersBeingErased(db: Transaction['db']): Promise<Erased[]> {
  const rows = await db.execute<Record<string, unknown> & Erased>(
    sql`select id, slug, is_over as "isOver" from app.customers_being_erased()`,
  );
  return [...rows];
}

/** Deletes some rows of each table. Returns how many; 0: nothing is left at this moment. */
export async function eraseSome(db: Transaction['db'], id: CustomerId, most: number): Promise<number> {
  const [row] = await db.execute<{ gone: number }>(sql`select app.erase_some(${id}, ${most}) as gone`);
  return row?.gone ?? 0;
}

/** Returns how many rows of each table were deleted; null where somebody else has ended it. */
export async function endErasure(db: Transaction['db'], id: CustomerId): Promise<Record<string, number> | null> {
  const [row] = await db.execute<{ counts: Record<string, number> | null }>(
    sql`select app.end_erasure(${id}) as counts`,
  );
  return row?.counts ?? null;
}

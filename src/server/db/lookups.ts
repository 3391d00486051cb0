import { and, asc, eq, isNull, type SQL, sql } from 'drizzle-orm';
import type { Principal } from '@/core/access';
import type { FaultCode } from '@/core/faults';
import type { CustomerId, CustomerSlug, DeviceId, LookupId } from '@/core/ids';
import type { LookupState } from '@/core/lookup/lookup';
import type { SubjectKind } from '@/core/lookup/subject';
import { uuidArray } from './array';
import type { Transaction } from './connection';
import { joinReach, ownedBy } from './reach';
import { device } from './schema/devices';
import { lookup, lookupAnswer } from './schema/lookups';
import { customer } from './schema/people';
import { dataKey } from './schema/secrets';

type Db = Transaction['db'];

/** A customer with devices that can be asked. */
export interface Askable {
  readonly id: CustomerId;
  readonly slug: CustomerSlug;
}

/**
 * Customers in reach with devices to ask, one of them where `of` says so. Where nothing was ever sealed for a customer there
 * is no account at any of its devices either.
 */
export async function askableCustomers(db: Db, me: Principal, of: CustomerId | null): Promise<Askable[]> {
  const query = db.select({ id: customer.id, slug: customer.slug }).from(customer).$dynamic();
  const rows = await joinReach(query, me, customer.id)
    .where(
      and(
        isNull(customer.archivedAt),
        of === null ? undefined : eq(customer.id, of),
        sql`exists (select from ${device} where ${device.customerId} = ${customer.id} and ${device.archivedAt} is null)`,
        sql`exists (select from ${dataKey} where ${dataKey.customerId} = ${customer.id})`,
      ),
    )
    .orderBy(asc(customer.slug));
  return rows as Askable[]; // safe: the columns hold what their brands say.
}

export interface Intent {
  readonly id: LookupId;
  readonly kind: SubjectKind;
  /** Who is looked for, sealed for each customer. */
  readonly sealed: readonly { readonly customerId: CustomerId; readonly subject: Uint8Array }[];
}

/** Writes down what is to be asked. The runner hears of it when this is committed, and not before. */
export async function intendLookup(db: Db, me: Principal, { id, kind, sealed }: Intent): Promise<void> {
  for (const { customerId, subject } of sealed) {
    // Only the columns that a person may fill: the builder would name them all.
    await db.execute(sql`
      insert into app.lookup (id, customer_id, asked_by, kind, subject_sealed)
      values (${id}, ${customerId}, ${me.personId}, ${kind}, ${subject})`);
    await db.execute(sql`select pg_notify('routeward_lookup', ${`${id} ${customerId}`})`);
  }
}

/** How many lookups of the caller's have not ended. */
export async function lookupsUnderWay(db: Db, me: Principal): Promise<number> {
  const query = db
    .select({ count: sql<number>`count(distinct ${lookup.id})::integer` })
    .from(lookup)
    .$dynamic();
  const [row] = await joinReach(query, me, lookup.customerId).where(
    and(ownedBy(me, lookup.askedBy), isNull(lookup.endedAt)),
  );
  return row?.count ?? 0;
}

/** One customer's part of a lookup. */
export interface LookupPart {
  readonly customerId: CustomerId;
  readonly customer: CustomerSlug;
  readonly kind: SubjectKind;
  readonly subjectSealed: Uint8Array;
  readonly state: LookupState;
  /** Null before the runner has taken it. */
  readonly deviceCount: number | null;
  readonly askedAt: string;
  readonly endedAt: string | null;
}

/** The parts of a lookup of the caller's own, of the customers that they still reach; none: there is no such lookup. */
export async function findLookup(db: Db, me: Principal, id: LookupId): Promise<LookupPart[]> {
  const query = db
    .select({
      customerId: lookup.customerId,
      customer: customer.slug,
      kind: lookup.kind,
      subjectSealed: lookup.subjectSealed,
      state: lookup.state,
      deviceCount: lookup.deviceCount,
      askedAt: lookup.askedAt,
      endedAt: lookup.endedAt,
    })
    .from(lookup)
    .innerJoin(customer, eq(customer.id, lookup.customerId))
    .$dynamic();
  const rows = await joinReach(query, me, lookup.customerId)
    .where(and(eq(lookup.id, id), ownedBy(me, lookup.askedBy)))
    .orderBy(asc(customer.slug));
  return rows as LookupPart[]; // safe: the columns hold what their brands and checks say.
}

export interface Answer {
  readonly device: DeviceId;
  readonly name: string;
  readonly customerId: CustomerId;
  readonly customer: CustomerSlug;
  readonly faultCode: FaultCode | null;
  readonly hitsSealed: Uint8Array | null;
  readonly tookMs: number;
}

/** What devices answered so far, without those that are known already; by name. */
export async function answersOf(
  db: Db,
  me: Principal,
  id: LookupId,
  known: ReadonlySet<DeviceId> = new Set(),
): Promise<Answer[]> {
  const isNew: SQL | undefined =
    known.size === 0 ? undefined : sql`not (${lookupAnswer.deviceId} = any (${uuidArray([...known])}))`;
  const query = db
    .select({
      device: lookupAnswer.deviceId,
      name: device.name,
      customerId: lookupAnswer.customerId,
      customer: customer.slug,
      faultCode: lookupAnswer.faultCode,
      hitsSealed: lookupAnswer.hitsSealed,
      tookMs: lookupAnswer.tookMs,
    })
    .from(lookupAnswer)
    .innerJoin(lookup, and(eq(lookup.id, lookupAnswer.lookupId), eq(lookup.customerId, lookupAnswer.customerId)))
    .innerJoin(device, eq(device.id, lookupAnswer.deviceId))
    .innerJoin(customer, eq(customer.id, lookupAnswer.customerId))
    .$dynamic();
  const rows = await joinReach(query, me, lookupAnswer.customerId)
    .where(and(eq(lookupAnswer.lookupId, id), ownedBy(me, lookup.askedBy), isNew))
    .orderBy(asc(device.name), asc(device.id));
  return rows as Answer[]; // safe: keys, as the brands say, and a code from the table of faults.
}

/** Asks for a lookup to be stopped. False where it has ended. */
export async function askToStopLookup(db: Db, me: Principal, id: LookupId): Promise<boolean> {
  const touched = await db
    .update(lookup)
    .set({ stopAskedAt: sql`app.now()` })
    .where(and(eq(lookup.id, id), ownedBy(me, lookup.askedBy), isNull(lookup.endedAt)))
    .returning({ customerId: lookup.customerId });
  for (const { customerId } of touched)
    await db.execute(sql`select pg_notify('routeward_lookup', ${`${id} ${customerId}`})`);
  return touched.length > 0;
}

import { eq, sql } from 'drizzle-orm';
import type { ChangeState } from '@/core/key-levels';
import { isoOrNull } from './clock';
import type { Transaction } from './connection';
import { underRules } from './rule';
import { customer } from './schema/people';
import { dataKey } from './schema/secrets';

type Db = Transaction['db'];

/** How old a kind of key is: the one there is, or of customers' keys the oldest that still seals. */
export interface KeyAge {
  readonly kind: 'master' | 'system' | 'customer';
  /** ISO 8601, UTC; null: it was made before that was written down. */
  readonly since: string | null;
  /** The customer whose key is the oldest, and how many customers have one. */
  readonly customer: string | null;
  readonly customers: number | null;
}

/** A change that was asked for. Times are ISO 8601, UTC. */
export interface KeyChange {
  /** `signing`, `master`, `system`, or a customer's id. */
  readonly key: string;
  readonly customer: string | null;
  readonly askedAt: string;
  /** Null: at the command line. */
  readonly askedBy: string | null;
  readonly state: ChangeState;
  /** Values sealed anew, or keys wrapped anew. */
  readonly done: number;
  readonly endedAt: string | null;
  readonly fault: string | null;
}

/** For a Super Admin. */
export async function keyAges(db: Db): Promise<KeyAge[]> {
  const rows = await underRules({}, () =>
    db.execute<Record<string, unknown> & KeyAge>(sql`select kind, since, customer, customers from auth.keys_in_use()`),
  );
  return rows.map((row) => ({ ...row, since: isoOrNull(row.since) }));
}

interface Row extends Record<string, unknown>, Omit<KeyChange, 'state' | 'done'> {
  readonly turnedAt: string | null;
  readonly walkedAt: string | null;
  readonly done: string;
}

/** Those under way first. For a Super Admin. */
export async function keyChanges(db: Db): Promise<KeyChange[]> {
  const rows = await underRules({}, () =>
    db.execute<Row>(sql`
      select key, customer, asked_at as "askedAt", asked_by as "askedBy", turned_at as "turnedAt", walked_at as "walkedAt",
        done, ended_at as "endedAt", fault from auth.rotations()`),
  );
  return rows.map(({ turnedAt, walkedAt, ...row }) => ({
    ...row,
    askedAt: isoOrNull(row.askedAt) ?? '',
    endedAt: isoOrNull(row.endedAt),
    done: Number(row.done),
    state: stateOf({ ...row, turnedAt, walkedAt }),
  }));
}

function stateOf({ turnedAt, walkedAt, endedAt, fault }: Pick<Row, 'turnedAt' | 'walkedAt' | 'endedAt' | 'fault'>) {
  if (fault !== null) return 'failed';
  if (endedAt !== null) return 'done';
  if (walkedAt !== null) return 'ending';
  return turnedAt === null ? 'waiting' : 'working';
}

/** Asks the runner to change a key. False: that is under way, or there is none. Throws for whoever is no Super Admin. */
export async function askForKey(db: Db, key: string): Promise<boolean> {
  const [row] = await underRules({}, () =>
    db.execute<{ is: boolean }>(sql`select auth.ask_for_rotation(${key}) as is`),
  );
  return row?.is === true;
}

/** The ids of customers who have a data key; of one alone where its slug is given. */
export async function customersWithKeys(db: Db, slug: string | null): Promise<string[]> {
  const rows = await db
    .selectDistinct({ id: dataKey.customerId })
    .from(dataKey)
    .innerJoin(customer, eq(customer.id, dataKey.customerId))
    .where(slug === null ? undefined : eq(customer.slug, slug));
  return rows.map(({ id }) => id);
}

import { sql } from 'drizzle-orm';
import type { Principal } from '@/core/access';
import type { CustomerId } from '@/core/ids';
import type { Transaction } from '../db/connection';
import { ownedBy } from '../db/reach';
import { everyEntry } from './filter';
import { readEntry } from './read';
import { exactly, type Place, type Stored, type StoredEntry, searchAudit, stored, withPersonal } from './search';

type Db = Transaction['db'];

/** One entry in the caller's reach, by its whole key; undefined where it is not there or not theirs. */
export async function findEntry(
  db: Db,
  me: Principal,
  { at, id }: Place,
): Promise<(StoredEntry & { readonly customerId: CustomerId | null }) | undefined> {
  const mine =
    me.role === 'superAdmin'
      ? sql``
      : sql` join app.membership w on w.customer_id = e.customer_id and ${ownedBy(me, sql`w.person_id`)}`;
  const rows = await db.execute<Stored & { customerId: CustomerId | null }>(sql`
    select ${stored}, e.customer_id as "customerId" from audit.entry e${mine}
    where e.at = ${at}::timestamptz and e.id = ${id}::uuid`);
  const [entry] = await withPersonal(db, rows);
  return entry && { ...entry, customerId: rows[0]?.customerId ?? null };
}

const mostRelated = 20;
const aroundMs = 3_600_000;

/**
 * What belongs to the same case: entries of the same request or of the same run, and what was done to the same thing in the
 * hour around. The newest first, without the entry itself.
 */
export async function relatedTo(db: Db, me: Principal, entry: StoredEntry): Promise<StoredEntry[]> {
  const { request, target, detail } = readEntry(entry);
  const run = typeof detail.run === 'string' ? detail.run : target?.kind === 'run' ? target.id : null;
  const requests = [request, run].filter((one) => one !== null);
  const targets = [target && `${target.kind}/${target.id}`, run && `run/${run}`].filter((one) => one !== null);
  const time = Date.parse(entry.at);
  const around = { since: new Date(time - aroundMs).toISOString(), until: new Date(time + aroundMs).toISOString() };
  const page = { from: null, limit: mostRelated };
  const found = [
    ...(requests.length === 0 ? [] : (await searchAudit(db, me, { ...everyEntry, requests }, page)).entries),
    ...(targets.length === 0 ? [] : (await searchAudit(db, me, { ...everyEntry, ...around, targets }, page)).entries),
  ];
  const others = new Map(found.filter(({ id }) => id !== entry.id).map((one) => [one.id, one]));
  return [...others.values()].sort((a, b) => (exactly(a.at) < exactly(b.at) ? 1 : -1)).slice(0, mostRelated);
}

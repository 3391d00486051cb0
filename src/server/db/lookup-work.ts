import { and, asc, eq, gt, isNull, lte, or, sql } from 'drizzle-orm';
import type { FaultCode } from '@/core/faults';
import type { CustomerId, DeviceId, LookupId } from '@/core/ids';
import type { SubjectKind } from '@/core/lookup/subject';
import type { Transaction } from './connection';
import { lookup } from './schema/lookups';

type Db = Transaction['db'];

/** A lookup takes some twenty seconds; whoever claimed it for longer is gone. An intent waits no longer than this either. */
const leaseSeconds = 60;
const leaseFromNow = sql`app.now() + make_interval(secs => ${leaseSeconds})`;
const freshFrom = sql`app.now() - make_interval(secs => ${leaseSeconds})`;

/** One customer's part of a lookup: all that a notice says, and all that jobs see. */
export interface LookupRef {
  readonly id: LookupId;
  readonly customerId: CustomerId;
}

const ref = { id: lookup.id, customerId: lookup.customerId };
const is = ({ id, customerId }: LookupRef) => and(eq(lookup.id, id), eq(lookup.customerId, customerId));

/** Those that wait for a runner, the oldest first. For the job `dispatch`. */
export async function waitingLookups(db: Db): Promise<LookupRef[]> {
  const rows = await db
    .select(ref)
    .from(lookup)
    .where(and(eq(lookup.state, 'intended'), isNull(lookup.endedAt), gt(lookup.askedAt, freshFrom)))
    .orderBy(asc(lookup.askedAt))
    .limit(500);
  return rows as LookupRef[]; // safe: both are the keys that the brands name.
}

/** Somebody asked for it to be stopped, or whoever asked for it has lost the right to: nobody more is asked. */
const isStopping = sql<boolean>`(${lookup.stopAskedAt} is not null or not app.may_still_run(${lookup.askedBy}, ${lookup.customerId}))`;

export interface ClaimedLookup extends LookupRef {
  readonly kind: SubjectKind;
  readonly subjectSealed: Uint8Array;
  readonly isStopping: boolean;
}

/** Takes a lookup for this runner, or null: somebody else has it, it has ended, or it waited too long. */
export async function claimLookup(db: Db, of: LookupRef, runner: string): Promise<ClaimedLookup | null> {
  const [claimed] = await db
    .update(lookup)
    .set({ state: 'running', claimedBy: runner, leaseUntil: leaseFromNow })
    .where(and(is(of), eq(lookup.state, 'intended'), gt(lookup.askedAt, freshFrom)))
    .returning({
      ...ref,
      kind: lookup.kind,
      subjectSealed: lookup.subjectSealed,
      isStopping,
    });
  return (claimed as ClaimedLookup | undefined) ?? null; // safe: keys, as the brands say.
}

/** Whether it is to be stopped. */
export async function isToStop(db: Db, of: LookupRef): Promise<boolean> {
  const [row] = await db.select({ isStopping }).from(lookup).where(is(of));
  return row?.isStopping ?? true;
}

const heldBy = (runner: string, of: LookupRef) =>
  and(is(of), eq(lookup.state, 'running'), eq(lookup.claimedBy, runner));

/** Notes how many devices are about to be asked. Returns whether the claim still held. */
export async function beginLookup(db: Db, of: LookupRef, runner: string, deviceCount: number): Promise<boolean> {
  const touched = await db.update(lookup).set({ deviceCount }).where(heldBy(runner, of)).returning(ref);
  return told(db, of, touched.length);
}

/** What one device answered; `sealed` holds its hits. */
export interface DeviceAnswer {
  readonly device: DeviceId;
  readonly faultCode: FaultCode | null;
  readonly hitCount: number;
  readonly sealed: Uint8Array | null;
  readonly tookMs: number;
}

/** Stores answers. Returns whether the claim still held; where it did not, nothing is stored. */
export async function keepAnswers(
  db: Db,
  of: LookupRef,
  runner: string,
  answers: readonly DeviceAnswer[],
): Promise<boolean> {
  const [held] = await db.select(ref).from(lookup).where(heldBy(runner, of));
  if (held === undefined) return false;
  const rows = answers.map(({ sealed, ...answer }) => ({
    ...answer,
    sealed: sealed && Buffer.from(sealed).toString('base64'),
  }));
  await db.execute(sql`
    insert into app.lookup_answer (lookup_id, device_id, customer_id, fault_code, hit_count, hits_sealed, took_ms)
    select ${of.id}, a.device, ${of.customerId}, a."faultCode", a."hitCount", decode(a.sealed, 'base64'), a."tookMs"
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb)
      as a(device uuid, "faultCode" text, "hitCount" integer, sealed text, "tookMs" integer)`);
  return told(db, of, 1);
}

/** Ends a lookup. Returns whether the claim still held. */
export async function endLookup(db: Db, of: LookupRef, runner: string, state: 'done' | 'stopped' | 'interrupted') {
  const touched = await db
    .update(lookup)
    .set({ state, claimedBy: null, leaseUntil: null, endedAt: sql`app.now()` })
    .where(heldBy(runner, of))
    .returning(ref);
  return told(db, of, touched.length);
}

async function told(db: Db, { id }: LookupRef, touched: number): Promise<boolean> {
  if (touched > 0) await db.execute(sql`select pg_notify('routeward_answers', ${id})`);
  return touched > 0;
}

/** Ends what nobody will end: its runner is gone, or none took it. Returns which. For the job `sweep`. */
export async function abandonLookups(db: Db): Promise<LookupRef[]> {
  const lapsed = and(eq(lookup.state, 'running'), lte(lookup.leaseUntil, sql`app.now()`));
  const stale = and(eq(lookup.state, 'intended'), lte(lookup.askedAt, freshFrom));
  const touched = await db
    .update(lookup)
    .set({ state: 'interrupted', claimedBy: null, leaseUntil: null, endedAt: sql`app.now()` })
    .where(and(isNull(lookup.endedAt), or(lapsed, stale)))
    .returning(ref);
  for (const { id } of touched) await db.execute(sql`select pg_notify('routeward_answers', ${id})`);
  return touched as LookupRef[]; // safe: keys, as the brands say.
}

/** For the job `purge`: who was looked for is nobody's business the day after. */
export async function forgetLookups(db: Db): Promise<void> {
  await db.execute(sql`delete from app.lookup where asked_at < app.now() - interval '1 day'`);
}

import { type SQL, sql } from 'drizzle-orm';
import type { Principal } from '@/core/access';
import type { AuditExportFormat, ExportState } from '@/core/audit/exports';
import { uuidArray } from '../db/array';
import { iso, isoOrNull } from '../db/clock';
import type { Transaction } from '../db/connection';
import { ownedBy } from '../db/reach';
import type { AuditFilter } from './filter';
import type { Place } from './search';

type Db = Transaction['db'];

/** An export's own key as it is stored. */
export interface WrappedKey {
  readonly id: string;
  /** Which master key wraps it, from 1. */
  readonly masterKey: number;
  readonly wrapped: Uint8Array;
}

export interface AskedExport {
  readonly id: string;
  readonly query: string;
  readonly format: AuditExportFormat;
  readonly filter: AuditFilter;
  readonly requestId: string;
  readonly oldestAt: string | null;
  readonly key: WrappedKey;
}

/** An export as its asker follows it. Times are ISO 8601, UTC. */
export interface OwnExport {
  readonly id: string;
  readonly query: string;
  readonly format: AuditExportFormat;
  readonly state: ExportState;
  readonly askedAt: string;
  readonly reachedAt: string | null;
  readonly oldestAt: string | null;
  readonly endedAt: string | null;
  readonly expiresAt: string;
  readonly entryCount: number;
  readonly partCount: number;
  /** As whom it was read, and whose entries are in it: null stands for those of no customer. */
  readonly role: Principal['role'];
  readonly customerIds: readonly string[];
  readonly sha256: string | null;
  readonly fault: string | null;
  readonly isStopping: boolean;
  readonly key: WrappedKey;
}

/** How long a file waits to be fetched. */
const keptHours = 24;
/** What one person may have under way: each is a file of up to two million entries. */
export const mostUnderWay = 3;
/** What is kept for one person, whatever has become of it. There is always one that has ended to make room with. */
const mostKept = 5;

/** Lets one request of the caller at a time ask for an export, until its transaction ends: what was counted stays true. */
export async function askAlone(db: Db, me: Principal): Promise<void> {
  await db.execute(sql`select pg_advisory_xact_lock(hashtextextended(${`exports of ${me.personId}`}, 0))`);
}

/** Throws away the caller's oldest that have ended, so that one more may be asked for besides those under way. */
export async function makeRoom(db: Db, underWay: number): Promise<void> {
  await db.execute(sql`select app.forget_own_exports(${mostKept - 1 - underWay})`);
}

/** Asks for an export. The database refuses whoever is no Admin, and any other name than the asker's own. */
export async function askExport(db: Db, me: Principal, asked: AskedExport): Promise<void> {
  const { id, query, format, filter, requestId, oldestAt, key } = asked;
  await db.execute(sql`
    insert into app.audit_export (id, person_id, family_id, role, epoch, query, format, filter, request_id, asked_at,
      oldest_at, expires_at, key_id, key_master, key_wrapped)
    values (${id}, ${me.personId}, ${me.familyId}, ${me.role}, ${me.epoch}, ${query}, ${format},
      ${JSON.stringify(filter)}::jsonb, ${requestId}, app.now(), ${oldestAt}::timestamptz,
      app.now() + make_interval(hours => ${keptHours}), ${key.id}, ${key.masterKey}, ${key.wrapped})`);
  await db.execute(sql`select pg_notify('routeward_export', ${`${id} ${me.personId}`})`);
}

interface Row extends Record<string, unknown>, Omit<OwnExport, 'key' | 'entryCount'> {
  readonly entryCount: string;
  readonly keyId: string;
  readonly keyMaster: number;
  readonly keyWrapped: Uint8Array;
}

const own = (me: Principal, and: SQL): SQL => sql`
  select x.id, x.query, x.format, x.state, x.asked_at as "askedAt", x.reached_at as "reachedAt", x.oldest_at as "oldestAt",
    x.ended_at as "endedAt", x.expires_at as "expiresAt", x.entry_count as "entryCount", x.part_count as "partCount", x.role,
    x.customer_ids as "customerIds", x.sha256, x.fault, x.stop_asked_at is not null as "isStopping",
    x.key_id as "keyId", x.key_master as "keyMaster", x.key_wrapped as "keyWrapped"
  from app.audit_export x where ${ownedBy(me, sql`x.person_id`)} and x.expires_at > app.now() ${and}`;

const shown = ({ keyId, keyMaster, keyWrapped, ...row }: Row): OwnExport => ({
  ...row,
  askedAt: iso(row.askedAt),
  reachedAt: isoOrNull(row.reachedAt),
  oldestAt: isoOrNull(row.oldestAt),
  endedAt: isoOrNull(row.endedAt),
  expiresAt: iso(row.expiresAt),
  entryCount: Number(row.entryCount),
  key: { id: keyId, masterKey: keyMaster, wrapped: keyWrapped },
});

/** The caller's own exports that are still kept, the newest first. */
export async function ownExports(db: Db, me: Principal): Promise<OwnExport[]> {
  return (await db.execute<Row>(own(me, sql`order by x.asked_at desc, x.id limit 50`))).map(shown);
}

export async function findOwnExport(db: Db, me: Principal, id: string): Promise<OwnExport | undefined> {
  return (await db.execute<Row>(own(me, sql`and x.id = ${id}::uuid`))).map(shown)[0];
}

/** Asks the runner to let an own export be. One that has ended stays as it is. */
export async function stopExport(db: Db, me: Principal, id: string): Promise<void> {
  await db.execute(sql`update app.audit_export set stop_asked_at = coalesce(stop_asked_at, app.now())
    where id = ${id}::uuid and ${ownedBy(me, sql`person_id`)} and state in ('waiting', 'running')`);
  await db.execute(sql`select pg_notify('routeward_export', ${`${id} ${me.personId}`})`);
}

/** A part as it is stored, or null: it is not there, or not the caller's. */
export async function sealedPart(db: Db, id: string, number: number): Promise<Uint8Array | null> {
  const [row] = await db.execute<{ sealed: Uint8Array }>(sql`
    select sealed from app.audit_export_part where export_id = ${id}::uuid and number = ${number}`);
  return row?.sealed ?? null;
}

/** Whether the caller may have all that is in it as things stand now: the file was made when they might. */
export async function reachesAllOf(db: Db, me: Principal, { role, customerIds }: OwnExport): Promise<boolean> {
  if (me.role === 'superAdmin') return true;
  if (role === 'superAdmin') return false;
  const [row] = await db.execute<{ count: number }>(sql`
    select count(*)::int as count from app.membership w
    where ${ownedBy(me, sql`w.person_id`)} and w.customer_id = any (${uuidArray(customerIds)})`);
  return row?.count === customerIds.length;
}

/** What the runner needs to go on with one. */
export interface ClaimedExport {
  readonly id: string;
  readonly me: Principal;
  readonly format: AuditExportFormat;
  readonly filter: AuditFilter;
  readonly requestId: string;
  readonly place: Place | null;
  readonly entryCount: number;
  readonly partCount: number;
  readonly key: WrappedKey;
}

/** How long a claim holds without a part being written. Seconds. */
const leaseSeconds = 30;

/**
 * Takes an export that waits, or whose runner is gone: what it wrote stands, and is gone on from. People take turns: whose
 * last one ended longest ago is next, with the oldest they asked for. For the job.
 */
export async function claimExport(db: Db, runner: string): Promise<ClaimedExport | null> {
  const [row] = await db.execute<{
    id: string;
    personId: Principal['personId'];
    familyId: Principal['familyId'];
    role: Principal['role'];
    epoch: number;
    format: AuditExportFormat;
    filter: AuditFilter;
    requestId: string;
    place: Place | null;
    entryCount: string;
    partCount: number;
    keyId: string;
    keyMaster: number;
    keyWrapped: Uint8Array;
  }>(sql`
    update app.audit_export x set state = 'running', claimed_by = ${runner},
      lease_until = app.now() + make_interval(secs => ${leaseSeconds})
    where x.id = (select y.id from app.audit_export y where y.state = 'waiting' or y.state = 'running' and y.lease_until <= app.now()
      order by (select max(coalesce(z.ended_at, z.lease_until)) from app.audit_export z where z.person_id = y.person_id) nulls first,
        y.asked_at for update skip locked limit 1)
    returning x.id, x.person_id as "personId", x.family_id as "familyId", x.role, x.epoch, x.format, x.filter,
      x.request_id as "requestId", x.place, x.entry_count as "entryCount", x.part_count as "partCount",
      x.key_id as "keyId", x.key_master as "keyMaster", x.key_wrapped as "keyWrapped"`);
  if (row === undefined) return null;
  const { personId, familyId, role, epoch, keyId, keyMaster, keyWrapped, entryCount, ...rest } = row;
  const key = { id: keyId, masterKey: keyMaster, wrapped: keyWrapped };
  return { ...rest, me: { personId, familyId, role, epoch }, entryCount: Number(entryCount), key };
}

export interface WrittenPart {
  readonly sealed: Uint8Array;
  readonly entries: number;
  readonly customerIds: readonly string[];
  /** The oldest entry of it; null where it has none. */
  readonly reachedAt: string | null;
  readonly place: Place | null;
}

const held = (id: string, runner: string): SQL =>
  sql`x.id = ${id}::uuid and x.claimed_by = ${runner} and x.state = 'running'`;

/** Stores the next part and where to go on. `stopped`: the asker wants it no more; `lost`: somebody else has it. */
export async function writePart(
  db: Db,
  { id, me }: Pick<ClaimedExport, 'id' | 'me'>,
  runner: string,
  part: WrittenPart,
): Promise<'written' | 'stopped' | 'lost'> {
  const [row] = await db.execute<{ number: number; isStopped: boolean }>(sql`
    update app.audit_export x set part_count = x.part_count + 1, entry_count = x.entry_count + ${part.entries},
      reached_at = coalesce(${part.reachedAt}::timestamptz, x.reached_at), place = ${part.place && JSON.stringify(part.place)}::jsonb,
      customer_ids = array(select distinct c from unnest(x.customer_ids || ${uuidArray(part.customerIds)}) c),
      lease_until = app.now() + make_interval(secs => ${leaseSeconds})
    where ${held(id, runner)} returning x.part_count - 1 as number, x.stop_asked_at is not null as "isStopped"`);
  if (row === undefined) return 'lost';
  await db.execute(sql`insert into app.audit_export_part (export_id, number, person_id, sealed)
    values (${id}, ${row.number}, ${me.personId}, ${part.sealed})`);
  await db.execute(sql`select pg_notify('routeward_export', ${`${id} ${me.personId}`})`);
  return row.isStopped ? 'stopped' : 'written';
}

export interface ExportEnd {
  readonly state: 'done' | 'failed' | 'stopped';
  readonly sha256: string | null;
  readonly fault: string | null;
}

/** Ends an export; what is not whole is thrown away with it. How many entries it had; null where the claim held no more. */
export async function endExport(
  db: Db,
  { id, me }: Pick<ClaimedExport, 'id' | 'me'>,
  runner: string,
  { state, sha256, fault }: ExportEnd,
): Promise<{ readonly entryCount: number } | null> {
  const [ended] = await db.execute<{ entryCount: string }>(sql`
    update app.audit_export x set state = ${state}, sha256 = ${sha256}, fault = ${fault}, claimed_by = null,
      lease_until = null, ended_at = app.now() where ${held(id, runner)} returning x.entry_count as "entryCount"`);
  if (ended === undefined) return null;
  if (state !== 'done') await db.execute(sql`delete from app.audit_export_part where export_id = ${id}::uuid`);
  await db.execute(sql`select pg_notify('routeward_export', ${`${id} ${me.personId}`})`);
  return { entryCount: Number(ended.entryCount) };
}

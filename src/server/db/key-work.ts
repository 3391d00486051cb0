import { sql } from 'drizzle-orm';
import type { Transaction } from './connection';

type Db = Transaction['db'];

/** A key that is being changed, and how far that has come. `key`: `signing`, `master`, `system`, or a customer's id. */
export interface Rotation {
  readonly key: string;
  /** The new one is in use. */
  readonly isTurned: boolean;
  /** Where the re-sealing has come to; null: at its beginning. */
  readonly place: RotationPlace | null;
  /** Nothing is left under an older one. */
  readonly isWalked: boolean;
  readonly done: number;
  /** Whoever began before the new one came has ended. */
  readonly isSettled: boolean;
  /** Whoever read something under an older one has long opened it. */
  readonly isOver: boolean;
}

/** Behind which row of which sealed place, and how many were found under an older key on the way from the beginning. */
export interface RotationPlace {
  readonly at: number;
  readonly after: readonly string[] | null;
  readonly found: number;
}

/** Those under way, in the order in which they are worked on. For the job `keys`. */
export async function openRotations(db: Db): Promise<Rotation[]> {
  const rows = await db.execute<Record<string, unknown> & Omit<Rotation, 'done'> & { done: string }>(sql`
    select key, turned_at is not null as "isTurned", place, walked_at is not null as "isWalked", done,
      is_settled as "isSettled", is_over as "isOver" from app.open_rotations()`);
  return rows.map((row) => ({ ...row, done: Number(row.done) }));
}

/** In the transaction that brings the new key: false where somebody else has brought one, and then this one must not commit. */
export async function noteSystemTurned(db: Db): Promise<boolean> {
  const [row] = await db.execute<{ is: boolean }>(sql`select app.note_turned('system') as is`);
  return row?.is === true;
}

/** The same in a transaction of work for a customer. */
export async function noteOwnTurned(db: Db): Promise<boolean> {
  const [row] = await db.execute<{ is: boolean }>(sql`select app.note_own_turned() as is`);
  return row?.is === true;
}

/** How much more is done, and where to go on; a null place with `isThrough` is the end. */
export async function noteWalked(
  db: Db,
  key: string,
  { place, more, isThrough }: { place: RotationPlace | null; more: number; isThrough: boolean },
): Promise<void> {
  const at = place === null ? null : JSON.stringify(place);
  await db.execute(sql`select app.note_walked(${key}, ${at}::jsonb, ${more}, ${isThrough})`);
}

/** False where somebody else has ended it. `fault`: why nothing came of it. */
export async function endRotation(db: Db, key: string, fault: string | null): Promise<boolean> {
  const [row] = await db.execute<{ is: boolean }>(sql`select app.end_rotation(${key}, ${fault}) as is`);
  return row?.is === true;
}

/** A key that an older master key wraps: of what kind, and what it is bound to. */
export interface Outdated {
  readonly kind: string;
  readonly id: string;
  readonly boundTo: string;
  readonly masterKey: number;
  readonly wrapped: Uint8Array;
}

export async function keysToWrapAnew(db: Db, most: number): Promise<Outdated[]> {
  const rows = await db.execute<Record<string, unknown> & Outdated>(sql`
    select kind, id, bound_to as "boundTo", master_key as "masterKey", wrapped from app.keys_to_wrap_anew(${most})`);
  return [...rows];
}

/** False where it is not as it was read any more. */
export async function keepWrappedAnew(db: Db, was: Outdated, by: number, wrapped: Uint8Array): Promise<boolean> {
  const [row] = await db.execute<{ is: boolean }>(sql`
    select app.wrap_anew(${was.kind}, ${was.id}, ${was.wrapped}, ${by}, ${wrapped}) as is`);
  return row?.is === true;
}

/** From here on everything is wrapped with the key of this number. False where somebody was first. */
export async function turnMasterKey(db: Db, number: number, fingerprint: string): Promise<boolean> {
  const [row] = await db.execute<{ is: boolean }>(sql`select app.turn_master_key(${number}, ${fingerprint}) as is`);
  return row?.is === true;
}

/** SHA-256 of the master key that is wrapped with now, 64 hex digits. */
export async function currentMasterFingerprint(db: Db): Promise<string> {
  const [row] = await db.execute<{ print: string }>(sql`select app.current_master_fingerprint() as print`);
  return row?.print ?? '';
}

/** Whether this master key and those before it may be destroyed. It stays so until the transaction ends. */
export async function mayLetGoOfMaster(db: Db, number: number): Promise<boolean> {
  const [row] = await db.execute<{ is: boolean }>(sql`select app.let_go_of_master_key(${number}) as is`);
  return row?.is === true;
}

/** Whether nobody seals with an older key of this one any more. Looks, and makes nobody wait. */
export async function areOlderAtRest(db: Db, key: string): Promise<boolean> {
  const [row] = await db.execute<{ is: boolean }>(sql`select app.are_older_at_rest(${key}) as is`);
  return row?.is === true;
}

/** Returns how many. */
export async function destroyOlderDataKeys(db: Db, key: string): Promise<number> {
  const [row] = await db.execute<{ gone: number }>(sql`select app.destroy_older_data_keys(${key}) as gone`);
  return row?.gone ?? 0;
}

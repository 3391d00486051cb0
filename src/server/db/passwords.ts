import { sql } from 'drizzle-orm';
import type { PersonId } from '@/core/ids';
import { textArray } from './array';
import { iso } from './clock';
import type { Transaction } from './connection';

type Db = Transaction['db'];

/** For whom a link to a new password is; undefined for one that is worth nothing, or nothing any more. */
export async function openReset(db: Db, linkHash: Buffer) {
  const [found] = await db.execute<{ personId: PersonId; email: string; name: string; expiresAt: string }>(sql`
    select person_id as "personId", email, name, expires_at as "expiresAt" from auth.open_reset(${linkHash})`);
  return found && { ...found, expiresAt: iso(found.expiresAt) };
}

/** Sets the password that a link is for, once. Undefined as above. */
export async function spendReset(
  db: Db,
  linkHash: Buffer,
  passwordHash: string,
): Promise<{ personId: PersonId; email: string } | undefined> {
  const [done] = await db.execute<{ personId: PersonId; email: string }>(
    sql`select person_id as "personId", email from auth.use_reset(${linkHash}, ${passwordHash})`,
  );
  return done;
}

/**
 * Also gives back what the attempt was charged to, as a sign-in does. False where the password was changed, or the person
 * disabled, since `verifiedHash` was looked at.
 */
export async function replacePassword(
  db: Db,
  of: PersonId,
  { verifiedHash, newHash, charged }: { verifiedHash: string; newHash: string; charged: readonly string[] },
): Promise<boolean> {
  const [done] = await db.execute<{ changed: boolean }>(
    sql`select auth.change_password(${of}, ${verifiedHash}, ${newHash}, ${textArray(charged)}) as changed`,
  );
  return done?.changed === true;
}

/** The name of somebody whose password was right; empty where it was changed since. */
export async function nameOf(db: Db, person: PersonId, verifiedHash: string): Promise<string> {
  const [row] = await db.execute<{ name: string | null }>(sql`select auth.name_of(${person}, ${verifiedHash}) as name`);
  return row?.name ?? '';
}

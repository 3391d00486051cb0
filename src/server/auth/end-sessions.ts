import { sql } from 'drizzle-orm';
import type { FamilyId } from '@/core/ids';
import type { Transaction } from '../db/connection';

/** Ends one signed-in session of the person whose transaction this is. False: it had ended already. */
export async function endSession(
  db: Transaction['db'],
  which: FamilyId,
  because: 'signed out' | 'ended by its owner',
): Promise<boolean> {
  const [row] = await db.execute<{ ended: boolean }>(sql`select auth.end_own_family(${which}, ${because}) as ended`);
  return row?.ended === true;
}

/** Ends all of them, this one too, and makes every access token outdated. Returns how many there were. */
export async function endEverySession(db: Transaction['db']): Promise<number> {
  const [row] = await db.execute<{ ended: number }>(
    sql`select auth.end_own_families('signed out everywhere') as ended`,
  );
  return row?.ended ?? 0;
}

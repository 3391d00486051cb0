import { and, eq } from 'drizzle-orm';
import type { ChangeRef } from './change-work';
import type { Transaction } from './connection';
import { change } from './schema/changes';

/* What is sealed of a change, for whoever makes it. */

type Db = Transaction['db'];

const is = ({ id, customerId }: ChangeRef) => and(eq(change.id, id), eq(change.customerId, customerId));

/** What a change was asked with, as it is sealed; null: another one holds that. */
export async function paramsOf(db: Db, of: ChangeRef): Promise<Uint8Array | null> {
  const [row] = await db.select({ sealed: change.paramsSealed }).from(change).where(is(of));
  return row?.sealed ?? null;
}

/** Another change's plan, as it is sealed: what takes it back is made of it. */
export async function planOf(
  db: Db,
  of: ChangeRef,
): Promise<{ readonly sealed: Uint8Array; readonly isMade: boolean } | null> {
  const columns = { sealed: change.planSealed, state: change.state };
  const [row] = await db.select(columns).from(change).where(is(of));
  return row?.sealed ? { sealed: row.sealed, isMade: row.state === 'verified' } : null;
}

/** What its preview found, as it is sealed; null: it has none. */
export async function previewSealedOf(db: Db, of: ChangeRef): Promise<Uint8Array | null> {
  const [row] = await db.select({ sealed: change.previewSealed }).from(change).where(is(of));
  return row?.sealed ?? null;
}

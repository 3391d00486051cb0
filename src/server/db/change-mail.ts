import { sql } from 'drizzle-orm';
import type { TellableChange } from '@/core/change/letter';
import type { ChangeId } from '@/core/ids';
import { isoOrNull } from './clock';
import type { Transaction } from './connection';

/** A change as it stands, and whom to tell: nobody, where nobody may know of it any more. */
export interface MailedChange extends Omit<TellableChange, 'title'> {
  readonly id: ChangeId;
  readonly template: string;
  readonly readers: readonly string[];
}

/**
 * Takes what is to be mailed of changes: it is not to be mailed a second time, so it has to be posted in this transaction. For
 * the job `post`.
 */
export async function takeChangeMail(db: Transaction['db']): Promise<MailedChange[]> {
  const rows = await db.execute<Record<string, unknown> & MailedChange>(sql`
    select id, customer, device, number, template, tier, state, expires_at as "expiresAt", by_name as "by",
      decided_by as "decidedBy", review, reviewed_by as "reviewedBy", readers from app.take_change_mail()`);
  return rows.map((row) => ({ ...row, expiresAt: isoOrNull(row.expiresAt) }));
}

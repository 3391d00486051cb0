import { sql } from 'drizzle-orm';
import type { RolloutId } from '@/core/ids';
import type { TellableRollout } from '@/core/rollout/letter';
import { isoOrNull } from './clock';
import type { Transaction } from './connection';

/** A rollout as it stands, and whom to tell: nobody, where nobody may know of it any more. */
export interface MailedRollout extends Omit<TellableRollout, 'title'> {
  readonly id: RolloutId;
  readonly template: string;
  readonly readers: readonly string[];
}

/** As `takeChangeMail` does of changes: posted in this transaction, or lost. For the job `post`. */
export async function takeRolloutMail(db: Transaction['db']): Promise<MailedRollout[]> {
  const rows = await db.execute<Record<string, unknown> & MailedRollout>(sql`
    select id, customer, number, template, devices, tier, state, expires_at as "expiresAt", by_name as "by",
      decided_by as "decidedBy", stopped_by as "stoppedBy", resumed_by as "resumedBy", readers from app.take_rollout_mail()`);
  return rows.map((row) => ({ ...row, expiresAt: isoOrNull(row.expiresAt) }));
}

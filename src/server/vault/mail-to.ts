import { randomUUID } from 'node:crypto';
import type { Words } from '@/core/letters';
import type { Transaction } from '../db/connection';
import { postMail, sendsMail } from '../db/outgoing';
import { systemVault } from './data-keys';
import { mailPlace } from './system-key';

/**
 * Has a mail sent once the transaction is committed, where this machine sends mail. Returns whether it does. What it says is
 * sealed until then: it may hold a link.
 */
export async function mailTo(
  db: Transaction['db'],
  to: string,
  { about, ...words }: Words & { about: string },
): Promise<boolean> {
  if (!(await sendsMail(db))) return false;
  const id = randomUUID();
  const sealed = await systemVault(db).seal(mailPlace(id), JSON.stringify({ to, ...words }));
  await postMail(db, id, { about, sealed });
  return true;
}

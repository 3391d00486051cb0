import { mailServer, problemOfMail } from '@/core/configuration/mail';
import type { Changes, Settings } from '@/core/configuration/settings';
import { AppError } from '@/core/errors';
import { testLetter } from '@/core/letters';
import type { Transaction } from '../db/connection';
import { sendMail } from '../post/mail';
import { NotDelivered } from '../post/not-delivered';
import { whileAwake } from './while-awake';

type Db = Transaction['db'];

interface Trial {
  readonly id: string;
  /** The asking person's own address. */
  readonly to: string;
  readonly publicUrl: string;
}

/**
 * Before mail settings are kept: sends a test by them. The password is to be given anew, because nothing on this side of the
 * runner can open the one that is kept. Throws `invalid` with what the server said.
 */
export async function tryMail(
  db: Db,
  next: Settings,
  { changes, trial }: { changes: Changes; trial: Trial },
): Promise<void> {
  const server = mailServer(next);
  if (server === null) {
    // Both away is mail switched off.
    if (next['mail.host'] === null && next['mail.from'] === null) return;
    throw new AppError('invalid', 'Mail needs a server and an address it is sent from. Give both, or neither.');
  }
  const problem = problemOfMail(server);
  if (problem !== null) throw new AppError('invalid', problem);
  const password = changes['mail.password'] ?? null;
  if (server.user !== null && password === null)
    throw new AppError(
      'invalid',
      'Type the password of the mail account again: the one that is kept cannot be read back.',
    );
  const letter = { id: trial.id, to: trial.to, ...testLetter(trial.publicUrl) };
  try {
    await whileAwake(db, sendMail({ server, password }, letter));
  } catch (error) {
    if (!(error instanceof NotDelivered)) throw error;
    throw new AppError('invalid', `Nothing was saved. ${error.message}`, { cause: error });
  }
}

import { sql } from 'drizzle-orm';
import type { Principal } from '@/core/access';
import { AppError } from '@/core/errors';
import { textArray } from '../db/array';
import { asStranger } from '../db/open';
import { once } from '../process';
import { withConfirmed } from './attempt';

/**
 * In this process at the same time. Each holds its own transaction while it asks in another one, and all connections together
 * must not be held by those who wait for one more.
 */
const mostAtOnce = 2;
const confirming = (): Set<symbol> => once('auth.confirming', () => new Set());

/**
 * Before something that cannot be undone: whoever is signed in shows that it is they. Guessing is slowed as at signing in, and
 * apart from it.
 * Throws `forbidden` for a wrong password, `tooMany` and `unavailable` as signing in does.
 */
export async function confirmPassword(password: string, me: Principal): Promise<void> {
  if (confirming().size >= mostAtOnce)
    throw new AppError('tooMany', 'Others are showing their password at this moment. Try again in a few seconds.');
  const own = Symbol(me.personId);
  confirming().add(own);
  try {
    await withConfirmed(me, password, ({ personId, passwordHash, charged }) =>
      asStranger(({ db }) =>
        db.execute(sql`select auth.give_back(${personId}, ${passwordHash}, ${textArray(charged)})`),
      ),
    );
  } catch (error) {
    // The session is as good as before; a 401 would say that it is not.
    if (error instanceof AppError && error.code === 'unauthenticated')
      throw new AppError('forbidden', 'This is not your own password. Nothing was done.', { cause: error });
    throw error;
  } finally {
    confirming().delete(own);
  }
}

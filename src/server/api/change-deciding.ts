import { z } from 'zod';
import type { Principal, Role } from '@/core/access';
import type { ToldChange } from '@/core/change/change';
import { otherPreview } from '@/core/change/decide';
import { AppError } from '@/core/errors';
import { type Alone, authoriseChange } from '../db/change-decisions';
import { type Change, findChange } from '../db/changes';
import { databaseTime } from '../db/clock';
import type { Transaction } from '../db/connection';
import { changeViewOf } from './change-views';
import { closedFor } from './change-why-not';

/* What the doors have in common by which people decide on a change. */

type Db = Transaction['db'];

/** Of the preview that was seen. */
export const Digest = z.string().regex(/^[0-9a-f]{64}$/, '64 hexadecimal digits in lower case');

/** What somebody decided on just now. */
export async function nowOf(db: Db, me: Principal, { id }: Change): Promise<Change> {
  const found = await findChange(db, me, id);
  if (found === undefined) throw new Error('a change was decided on and cannot be seen');
  return found;
}

/** Somebody was faster: by the state as it is now. */
export const decidedMeanwhile = (): AppError =>
  new AppError('conflict', 'Somebody decided on it meanwhile. Look at it again.');

type WhyNot = (of: Change & { readonly closed: string | null }, ...by: [role: Role, now: string]) => AppError | null;

export async function refuseAuthorising(
  db: Db,
  me: Principal,
  of: Change,
  { digest, whyNot }: { readonly digest: string; readonly whyNot: WhyNot },
): Promise<void> {
  const now = await databaseTime(db);
  const hindrance = whyNot({ ...of, closed: closedFor(of, now) }, me.role, now);
  if (hindrance !== null) throw hindrance;
  if (of.digest !== digest) throw otherPreview();
}

/** What the preview was, in what an entry tells of whoever authorised it. */
export const seen = ({ id, tier }: Change, digest: string) => ({ change: id, digest, tier });

/** Has it made, by whoever may as was looked at before: exactly one of those who try at the same time. */
export async function authorisedBy(
  db: Db,
  me: Principal,
  of: Change,
  { digest, whyNot, alone }: { readonly digest: string; readonly whyNot: WhyNot; readonly alone?: Alone },
): Promise<ToldChange> {
  const isDone = await authoriseChange(db, me, { ...of, digest }, alone);
  const now = await nowOf(db, me, of);
  if (!isDone) {
    await refuseAuthorising(db, me, now, { digest, whyNot });
    throw decidedMeanwhile();
  }
  return changeViewOf(db, me, now);
}

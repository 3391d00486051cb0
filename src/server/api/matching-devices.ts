import { z } from 'zod';
import type { Principal } from '@/core/access';
import { AppError } from '@/core/errors';
import { number } from '@/core/shown/format';
import { type Candidate, candidatesMatching } from '@/server/db/bulk-intents';
import type { Transaction } from '@/server/db/connection';
import type { Customer } from '@/server/db/customers';
import { matching } from './routers/devices';

/** How many somebody saw when they asked: what has changed since is not done in their name. */
export const Expected = z.int().min(1);

/** All that this filter of `devices.list` finds, if they are as many as `expected`. */
export const Matching = z.strictObject({ ...matching, expected: Expected });

interface Bounds {
  /** At most so many, and what is said of more. */
  readonly most: number;
  readonly tooMany: string;
  /** What they do once they have looked again: `run it`. */
  readonly deed: string;
}

/** By name, as they are at this moment. Throws AppError where they are too many, or not as many as somebody saw. */
export async function allMatching(
  db: Db,
  me: Principal,
  of: { readonly customer: Customer; readonly filter: z.output<typeof Matching> },
  { most, tooMany, deed }: Bounds,
): Promise<readonly Candidate[]> {
  const { expected, ...filter } = of.filter;
  const q = filter.q === '' ? undefined : filter.q;
  const found = await candidatesMatching(db, me, of.customer.id, { ...filter, q });
  if (found.length > most) throw new AppError('invalid', tooMany);
  if (found.length === expected) return found;
  throw new AppError(
    'conflict',
    `${number(expected)} devices matched when you looked, ${number(found.length)} do now. Look again, then ${deed}.`,
  );
}

type Db = Transaction['db'];

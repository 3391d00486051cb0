import { AppError } from '@/core/errors';
import { RolloutId } from '@/core/ids';
import { findRollout } from '../db/rollouts';
import { scope } from './scope';

/** One rollout, by its id. 404 `no such rollout`. */
export const rollout = scope({
  name: 'rollout',
  input: { rollout: RolloutId },
  find: async (db, named, me) => {
    const found = await findRollout(db, me, named.rollout);
    if (found === undefined) throw new AppError('notFound', 'no such rollout');
    return { landed: { rollout: found }, target: { kind: 'rollout', id: found.id }, customerId: found.customerId };
  },
});

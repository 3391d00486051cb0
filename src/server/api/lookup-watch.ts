import { z } from 'zod';
import type { Principal } from '@/core/access';
import type { DeviceId } from '@/core/ids';
import type { Transaction } from '@/server/db/connection';
import { answersOf } from '@/server/db/lookups';
import { Bell } from './bell';
import { AnswerView, answerViewsOf, type Lookup, LookupView, lookupViewOf } from './lookup-views';
import type { Shown } from './procedure';

export const LookupEvent = z.object({
  lookup: LookupView,
  /** How many devices have answered, or were found not to. */
  answered: z.int(),
  /** Those not shown before that found something or did not answer. */
  answers: z.array(AnswerView),
});
type LookupEvent = z.infer<typeof LookupEvent>;

/** A screen is drawn four times a second. */
const betweenLooksMs = 250;

/** Follows a lookup from its first answer to its end. A view that was cut begins anew: there is little to tell. */
export async function* watchLookup(
  {
    me,
    tick,
  }: {
    me: Principal;
    tick: <T>(work: (db: Transaction['db'], landed: { lookup: Lookup }) => Promise<T>) => Promise<T>;
  },
  id: string,
  signal: AbortSignal | undefined,
): AsyncGenerator<Shown<LookupEvent>> {
  const known = new Set<DeviceId>();
  const bell = new Bell(me, [['routeward_answers', (payload) => payload === id]], betweenLooksMs);
  try {
    for (let number = 0; signal?.aborted !== true; number += 1) {
      const { answers, ...event } = await tick(async (db, { lookup }) => {
        // Its state first: when it has ended, no answer is missing from what is read after that.
        const view = await lookupViewOf(db, lookup);
        const found = await answersOf(db, me, lookup.id, known);
        return { lookup: view, answers: await answerViewsOf(db, lookup.id, found), found };
      });
      for (const { device } of event.found) known.add(device);
      yield { id: String(number), data: { lookup: event.lookup, answered: known.size, answers } };
      if (event.lookup.endedAt !== null) return;
      await bell.rung(signal);
    }
  } finally {
    bell.end();
  }
}

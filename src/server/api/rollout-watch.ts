import { z } from 'zod';
import { membersOf } from '../db/rollout-members';
import type { Rollout } from '../db/rollouts';
import { Bell } from './bell';
import { isNewly } from './newly';
import type { Shown } from './procedure';
import { memberViewsOf, type OpenedPreviews } from './rollout-members';
import { MemberView, RolloutView } from './rollout-shapes';
import { rolloutViewOf } from './rollout-views';
import type { InsideWatch } from './watch-door';

/** How a rollout stands, and those of its devices that moved on since they were last shown. */
export const RolloutEvent = z.object({ rollout: RolloutView, members: z.array(MemberView) });

/** A screen is drawn four times a second, and a wave of routers may move on in one of them. */
const betweenLooksMs = 250;

/** Follows a rollout: all of it at first, so that a view that was cut begins anew, and from then on what moves. */
export async function* watchRollout(
  { me, tick }: Pick<InsideWatch<{ readonly rollout: Rollout }>, 'me' | 'tick'>,
  id: string,
  signal: AbortSignal | undefined,
): AsyncGenerator<Shown<z.input<typeof RolloutEvent>>> {
  const shown = new Map<string, string>();
  const opened: OpenedPreviews = new Map();
  const bell = new Bell(me, [['routeward_rollout', (payload) => payload.startsWith(id)]], betweenLooksMs);
  try {
    for (let number = 0; signal?.aborted !== true; number += 1) {
      const event = await tick(async (db, { rollout }) => {
        const members = await membersOf(db, me, [rollout.id]);
        const views = await memberViewsOf(db, me, rollout, members, opened);
        return {
          rollout: await rolloutViewOf(db, me, rollout, members),
          members: views.filter((view) => isNewly(shown, view.change, view)),
        };
      });
      if (isNewly(shown, id, event.rollout) || event.members.length > 0) yield { id: String(number), data: event };
      await bell.rung(signal);
    }
  } finally {
    bell.end();
  }
}

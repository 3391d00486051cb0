import { z } from 'zod';
import type { Principal } from '@/core/access';
import type { CustomerId } from '@/core/ids';
import { alarmsAfter } from '@/server/db/alarms';
import { shortlyBefore } from '@/server/db/clock';
import type { Transaction } from '@/server/db/connection';
import { openAlarms } from '@/server/db/open-alarms';
import { AlarmView, alarmViewOf } from './alarm-views';
import { Bell } from './bell';
import { timeOfEvent } from './cursor';
import type { Shown } from './procedure';

/**
 * Alarms that were raised, ended or acknowledged since they were last shown, those included that another one stands for; and
 * how many are open now that nothing stands for.
 */
export const AlarmEvent = z.object({ alarms: z.array(AlarmView), open: z.int(), unacknowledged: z.int() });

/** When more change at once the oldest changes are left out: a page that was away for so long is loaded anew. */
const mostAtOnce = 2_000;
/** A site that goes down changes many at once; a second later all of them are seen together. */
const betweenLooksMs = 1_000;

/** Follows alarms from `since` or `lastEventId` (a time) on. What it shows first comes at once, if only the counts. */
export async function* watchAlarms(
  {
    me,
    tick,
  }: {
    me: Principal;
    tick: <T>(work: (db: Transaction['db'], of: CustomerId | null) => Promise<T>) => Promise<T>;
  },
  wanted: { readonly since?: string | undefined; readonly lastEventId?: string | undefined },
  signal: AbortSignal | undefined,
): AsyncGenerator<Shown<z.input<typeof AlarmEvent>>> {
  let after = wanted.lastEventId === undefined ? wanted.since : timeOfEvent(wanted.lastEventId);
  let customer: CustomerId | null = null;
  let counted = '';
  const shown = new Map<string, string>();
  const wire = ['routeward_alarm', (payload: string) => customer === null || payload === customer] as const;
  const bell = new Bell(me, [wire], betweenLooksMs);
  try {
    while (signal?.aborted !== true) {
      const { event, now } = await tick(async (db, of) => {
        customer = of;
        const now = await shortlyBefore(db);
        const changed = await alarmsAfter(db, me, { of, after: after ?? now, limit: mostAtOnce });
        const alarms = changed.filter(({ id, changedAt }) => shown.get(id) !== changedAt);
        for (const { id, changedAt } of alarms) shown.set(id, changedAt);
        return { event: { alarms: alarms.map(alarmViewOf), ...(await countsOf(db, me, of)) }, now };
      });
      after = now;
      const counts = `${event.open} ${event.unacknowledged}`;
      if (event.alarms.length > 0 || counts !== counted) yield { id: after, data: event };
      counted = counts;
      await bell.rung(signal);
    }
  } finally {
    bell.end();
  }
}

async function countsOf(db: Transaction['db'], me: Principal, of: CustomerId | null) {
  const counts = [...(await openAlarms(db, me))].filter(([customer]) => of === null || customer === of);
  return {
    open: counts.reduce((sum, [, { open }]) => sum + open, 0),
    unacknowledged: counts.reduce((sum, [, { unacknowledged }]) => sum + unacknowledged, 0),
  };
}

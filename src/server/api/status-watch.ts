import { z } from 'zod';
import type { Principal } from '@/core/access';
import { type CustomerId, DeviceId } from '@/core/ids';
import type { Transaction } from '@/server/db/connection';
import { statusesAfter } from '@/server/db/statuses';
import { Bell } from './bell';
import { timeOfEvent } from './cursor';
import { DeviceStatusView, statusViewOf } from './device-views';
import type { Shown } from './procedure';

/** Devices that were asked anew, with how they are. */
export const StatusEvent = z.object({
  statuses: z.array(z.object({ device: DeviceId, status: DeviceStatusView })),
});

const mostAtOnce = 500;
/** Devices are asked all the time, somewhere: a list that is up to date to the second is enough. */
const betweenLooksMs = 1_000;

/** Follows how devices are, from now on or from where `lastEventId` (the time of the last try shown) left off. */
export async function* watchStatuses(
  {
    me,
    tick,
  }: {
    me: Principal;
    tick: <T>(work: (db: Transaction['db'], of: CustomerId | null) => Promise<T>) => Promise<T>;
  },
  lastEventId: string | undefined,
  signal: AbortSignal | undefined,
): AsyncGenerator<Shown<z.infer<typeof StatusEvent>>> {
  let after = lastEventId === undefined ? new Date(Date.now() - 60_000).toISOString() : timeOfEvent(lastEventId);
  let customer: CustomerId | null = null;
  const bell = new Bell(
    me,
    [['routeward_status', (payload) => customer === null || payload === customer]],
    betweenLooksMs,
  );
  try {
    while (signal?.aborted !== true) {
      const found = await tick((db, of) => {
        customer = of;
        return statusesAfter(db, me, { of, after, limit: mostAtOnce });
      });
      after = found.at(-1)?.triedAt ?? after;
      const statuses = found.map(({ device, ...status }) => ({ device, status: statusViewOf(status) }));
      if (statuses.length > 0) yield { id: after, data: { statuses } };
      if (found.length < mostAtOnce) await bell.rung(signal);
    }
  } finally {
    bell.end();
  }
}

import { z } from 'zod';
import type { DeviceId } from '@/core/ids';
import type { Device } from '@/server/db/devices';
import { Bell } from './bell';
import { DeviceStatusView, statusViewOf } from './device-views';
import type { Shown } from './procedure';
import { RunFollower, runEvents } from './run-following';
import type { InsideWatch } from './watch-door';

/** One thing that happened on a device. */
export const DeviceEvent = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('status'), status: DeviceStatusView }),
  ...runEvents,
]);
export type DeviceEvent = z.infer<typeof DeviceEvent>;

/**
 * Follows a device: how it is, the runs in `known` (run -> next row), those under way, and every one asked for since
 * `since` (ISO 8601). `lastEventId` continues a view that was cut.
 */
export async function* watchDevice(
  { me, tick }: Pick<InsideWatch<{ readonly device: Device }>, 'me' | 'tick'>,
  wanted: {
    device: DeviceId;
    since: string;
    known: Readonly<Record<string, number>>;
    lastEventId?: string | undefined;
  },
  signal: AbortSignal | undefined,
): AsyncGenerator<Shown<DeviceEvent>> {
  const { device, lastEventId } = wanted;
  const runs = new RunFollower(me, wanted, lastEventId);
  const bell = new Bell(me, [
    ['routeward_rows', (payload) => payload.endsWith(device)],
    ['routeward_status', () => true],
  ]);
  try {
    while (signal?.aborted !== true) {
      const { events, isMore } = await tick(async (db, { device: found }) => {
        const status: DeviceEvent = { kind: 'status', status: statusViewOf(found) };
        const told = await runs.look(db, { device });
        return { ...told, events: runs.isNew('status', status) ? [status, ...told.events] : told.events };
      });
      for (const event of events) {
        if (event.kind !== 'status') runs.advance(event);
        yield { id: runs.written(), data: event };
      }
      if (!isMore) await bell.rung(signal);
    }
  } finally {
    bell.end();
  }
}

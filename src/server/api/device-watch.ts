import { z } from 'zod';
import type { DeviceId } from '@/core/ids';
import type { Device } from '@/server/db/devices';
import { openAlarmOf } from '@/server/db/open-alarms';
import { Bell } from './bell';
import { DeviceStatusView, OpenAlarmView, statusViewOf } from './device-views';
import type { Shown } from './procedure';
import { RunFollower, runEvents } from './run-following';
import type { InsideWatch } from './watch-door';

/** One thing that happened on a device. */
export const DeviceEvent = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('status'), status: DeviceStatusView }),
  z.object({ kind: z.literal('alarm'), alarm: OpenAlarmView.nullable() }),
  ...runEvents,
]);
export type DeviceEvent = z.infer<typeof DeviceEvent>;

/**
 * Follows a device: how it is, its alarm, the runs in `known` (run -> next row), those under way, and every one asked for since
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
    ['routeward_alarm', () => true],
  ]);
  try {
    while (signal?.aborted !== true) {
      const { events, isMore } = await tick(async (db, { device: found }) => {
        const status: DeviceEvent = { kind: 'status', status: statusViewOf(found) };
        const alarm: DeviceEvent = { kind: 'alarm', alarm: await openAlarmOf(db, me, device) };
        const told = await runs.look(db, { device });
        const changed = [status, alarm].filter((event) => runs.isNew(event.kind, event));
        return { ...told, events: [...changed, ...told.events] };
      });
      for (const event of events) {
        if (event.kind === 'run' || event.kind === 'rows') runs.advance(event);
        yield { id: runs.written(), data: event };
      }
      if (!isMore) await bell.rung(signal);
    }
  } finally {
    bell.end();
  }
}

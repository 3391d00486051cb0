import { z } from 'zod';
import { settled } from '@/core/bulk-runs';
import { type BulkRun, devicesOf } from '../db/bulk-runs';
import { shortlyBefore } from '../db/clock';
import { Bell } from './bell';
import { BulkDeviceView, BulkRunView, bulkDeviceViewsOf, bulkRunViewOf } from './bulk-views';
import { timeOfEvent } from './cursor';
import { isNewly } from './newly';
import type { Shown } from './procedure';
import type { InsideWatch } from './watch-door';

/** How a bulk run stands, and the devices of it that moved on since they were last shown. */
export const BulkEvent = z.object({ bulkRun: BulkRunView, devices: z.array(BulkDeviceView) });

/** A screen is drawn four times a second, and a thousand routers may answer in one of them. */
const betweenLooksMs = 250;

/**
 * Follows a bulk run from `since` on; `lastEventId` (a time) continues a view that was cut. What has ended is shown once,
 * and read no more.
 */
export async function* watchBulkRun(
  { me, tick }: Pick<InsideWatch<{ readonly bulkRun: BulkRun }>, 'me' | 'tick'>,
  wanted: { readonly since: string; readonly lastEventId?: string | undefined },
  signal: AbortSignal | undefined,
): AsyncGenerator<Shown<z.input<typeof BulkEvent>>> {
  let since = wanted.lastEventId === undefined ? wanted.since : timeOfEvent(wanted.lastEventId);
  let id = '';
  const mine = new Set<string>();
  const shown = new Map<string, string>();
  /** Shown as ended: nothing more comes of them. */
  const over = new Set<string>();
  const bell = new Bell(
    me,
    [
      ['routeward_bulk', (payload) => payload.startsWith(id)],
      ['routeward_rows', (payload) => mine.has(payload.split(' ')[0] ?? '')],
    ],
    betweenLooksMs,
  );
  try {
    while (signal?.aborted !== true) {
      const { event, next } = await tick(async (db, { bulkRun }) => {
        id = bulkRun.id;
        const now = await shortlyBefore(db);
        const moved = (await devicesOf(db, me, bulkRun.id, since)).filter(({ device }) => !over.has(device));
        for (const { run, device, endedAt } of moved) {
          if (run !== null) mine.add(run);
          if (endedAt !== null) over.add(device);
        }
        const views = await bulkDeviceViewsOf(db, bulkRun, moved);
        const devices = views.filter((one) => isNewly(shown, one.device, one));
        return { event: { bulkRun: bulkRunViewOf(bulkRun), devices }, next: now };
      });
      since = next;
      // Counts and devices are read one after the other: the last count may come when no device has anything to tell.
      if (isNewly(shown, id, event.bulkRun) || event.devices.length > 0) yield { id: since, data: event };
      // Nothing more can happen to it: the line stays open for whoever looks, and only says that it is alive.
      if (settled(event.bulkRun.counts) === event.bulkRun.devices) mine.clear();
      await bell.rung(signal);
    }
  } finally {
    bell.end();
  }
}

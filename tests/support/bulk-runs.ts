import type { Principal } from '@/core/access';
import { settled } from '@/core/bulk-runs';
import type { BulkRunId } from '@/core/ids';
import type { BulkDeviceView, BulkRunView } from '@/server/api/bulk-views';
import { apiOf } from './runs';

/** Watches a bulk run from its beginning until `enough` says so; gives it and its devices as they were shown last. */
export async function watchedUntil(me: Principal, id: BulkRunId, enough: (bulkRun: BulkRunView) => boolean) {
  const devices = new Map<string, BulkDeviceView>();
  const view = await apiOf(me).bulkRuns.watch({ bulkRun: id, since: '2020-01-01T00:00:00.000Z' });
  for await (const [, event] of view) {
    for (const one of event.devices) devices.set(one.device, one);
    if (enough(event.bulkRun)) return { bulkRun: event.bulkRun, devices };
  }
  throw new Error('the view ended by itself');
}

/** The bulk run and its devices, once none of them can change any more. */
export async function settledRun(me: Principal, id: BulkRunId) {
  await watchedUntil(me, id, ({ counts, devices }) => settled(counts) === devices);
  return apiOf(me).bulkRuns.get({ bulkRun: id });
}

/** Only the outcomes that there are. */
export const standing = (bulkRun: BulkRunView): Record<string, number> =>
  Object.fromEntries(Object.entries(bulkRun.counts).filter(([, devices]) => devices > 0));

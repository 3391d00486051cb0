import type { Principal } from '@/core/access';
import type { DeviceId } from '@/core/ids';
import { hasEnded } from '@/core/runs';
import type { DeviceEvent } from '@/server/api/device-watch';
import { createCaller } from '@/server/api/root';
import type { RunView } from '@/server/api/run-views';
import { contextFor } from './world';

export const apiOf = (me: Principal) => createCaller(contextFor(me));

type Rows = Extract<DeviceEvent, { kind: 'rows' }>['rows'];

/** What a live view of a device showed, and the id of its last event. */
export interface Seen {
  readonly events: readonly DeviceEvent[];
  readonly lastEventId: string;
}

/** Watches a device until `enough` says so, looking at each event as it comes. */
export async function watchUntil(
  me: Principal,
  { device, since, lastEventId }: { device: DeviceId; since: string; lastEventId?: string },
  enough: (event: DeviceEvent, before: readonly DeviceEvent[]) => boolean,
): Promise<Seen> {
  const input = { device, since, ...(lastEventId === undefined ? {} : { lastEventId }) };
  const view = await apiOf(me).devices.watch(input);
  const events: DeviceEvent[] = [];
  for await (const [id, data] of view) {
    const isEnough = enough(data, events);
    events.push(data);
    if (isEnough) return { events, lastEventId: id };
  }
  throw new Error('the view ended by itself');
}

/** Starts an action and watches it to its end. */
export async function runToEnd(
  me: Principal,
  device: DeviceId,
  action: Parameters<ReturnType<typeof apiOf>['runs']['start']>[0]['action'],
  params: Record<string, unknown> = {},
): Promise<{ run: RunView; rows: Rows }> {
  const { now } = await apiOf(me).runs.list({ device, limit: 1 });
  const started = await apiOf(me).runs.start({ device, action, params });
  return ending(me, { device, since: now }, started.id);
}

/** Watches a run that was started to its end. */
export async function ending(me: Principal, where: { device: DeviceId; since: string }, id: string) {
  const { events } = await watchUntil(me, where, (event) => isEndOf(event, id));
  const last = events.at(-1);
  if (last?.kind !== 'run') throw new Error('the last event is not the end of a run');
  return {
    run: last.run,
    rows: events.flatMap((event) => (event.kind === 'rows' && event.run === id ? event.rows : [])),
  };
}

export const isEndOf = (event: DeviceEvent, id: string): boolean =>
  event.kind === 'run' && event.run.id === id && hasEnded(event.run.state);

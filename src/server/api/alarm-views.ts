import { z } from 'zod';
import { alarmEndings, alarmKinds, alarmStates } from '@/core/alarms';
import { faultCodes } from '@/core/faults';
import { AlarmId, CustomerSlug, DeviceId, SiteId } from '@/core/ids';
import type { Alarm } from '@/server/db/alarms';

export const AlarmView = z.object({
  id: AlarmId,
  /** Null: of this machine's own link, which is no customer's and which Super Admins alone see. */
  customer: CustomerSlug.nullable(),
  kind: z.enum(alarmKinds),
  device: z.object({ id: DeviceId, name: z.string() }).nullable(),
  site: z.object({ id: SiteId, name: z.string() }).nullable(),
  state: z.enum(alarmStates),
  /** Since when it has been down, the last time. Times are ISO 8601, UTC. */
  since: z.string(),
  /** How often it has been down under this alarm. */
  times: z.int(),
  /** Why the device did not answer when the alarm was raised. */
  faultCode: z.enum(faultCodes).nullable(),
  /** How many devices were down then: of a site, or of all. */
  devices: z.int(),
  raisedAt: z.string(),
  /** The alarm of the whole site that stands for this one. */
  coveredBy: AlarmId.nullable(),
  /** How many alarms of devices this one stands for. */
  covers: z.int(),
  /** The first one to do so, and what they said. */
  acknowledged: z.object({ at: z.string(), by: z.string(), note: z.string().nullable() }).nullable(),
  endedAt: z.string().nullable(),
  /** `cleared`: it answered again. `withdrawn`: nobody asks it any more. */
  ending: z.enum(alarmEndings).nullable(),
});
export type AlarmView = z.infer<typeof AlarmView>;

export function alarmViewOf(alarm: Alarm): AlarmView {
  const { customerId: _, changedAt: _at, acknowledgedAt, acknowledgedName, note, deviceCount, ...told } = alarm;
  return {
    ...told,
    state: told.endedAt === null ? 'open' : 'closed',
    devices: deviceCount,
    acknowledged: acknowledgedAt === null ? null : { at: acknowledgedAt, by: acknowledgedName ?? '', note },
  };
}

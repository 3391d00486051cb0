import { faults } from '@/core/faults';
import { counted } from '@/core/shown/format';
import type { Alarm } from '../live/views';

/** How an alarm is, as people see it. */
export type AlarmStanding = 'new' | 'acknowledged' | 'cleared' | 'withdrawn';

export function standingOf({ ending, acknowledged }: Pick<Alarm, 'ending' | 'acknowledged'>): AlarmStanding {
  if (ending !== null) return ending;
  return acknowledged === null ? 'new' : 'acknowledged';
}

/** What it is of, in words: `core-gw-02`, `Site Tower 09`, `Our own link`. */
export function alarmOf({ kind, device, site }: Pick<Alarm, 'kind' | 'device' | 'site'>): string {
  if (kind === 'ownLink') return 'Our own link';
  return kind === 'site' ? `Site ${site?.name ?? ''}` : (device?.name ?? '');
}

/** Why, as far as anybody knows: of a device what its try met, of more than one how many were down. */
export function whyWords({ kind, devices, faultCode }: Pick<Alarm, 'kind' | 'devices' | 'faultCode'>): string {
  if (kind === 'device') return faultCode === null ? '' : faults[faultCode].title;
  return `${counted(devices, 'device')} down at once`;
}

/** Whether it waits for somebody: one that the alarm of its site stands for does not, by itself. */
export const waits = (alarm: Pick<Alarm, 'ending' | 'acknowledged' | 'coveredBy'>): boolean =>
  standingOf(alarm) === 'new' && alarm.coveredBy === null;

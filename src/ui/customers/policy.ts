import type { QuietTimes } from '@/core/customers';
import { counted, hours } from '@/core/shown/format';
import type { Customer } from './customer';

/** What is decided for a customer about how its devices are looked after. */
export type Policy = Pick<Customer, 'isProbed' | 'isAlarming' | 'alarmAfterMinutes' | 'quietHours' | 'changePolicy'>;

/** The policy as its fields hold it: what is typed is text until it is saved. */
export interface PolicyDraft {
  readonly isProbed: boolean;
  readonly isAlarming: boolean;
  readonly takesTwo: boolean;
  readonly alarmAfterMinutes: string;
  readonly isQuiet: boolean;
  readonly quietFrom: string;
  readonly quietTo: string;
}

/** What quiet hours begin with for who has none yet. */
const usualHours: QuietTimes = { from: '22:00', to: '06:00' };

export function draftOf({ isProbed, isAlarming, alarmAfterMinutes, quietHours, changePolicy }: Policy): PolicyDraft {
  const { from, to } = quietHours ?? usualHours;
  const isQuiet = quietHours !== null;
  return {
    isProbed,
    isAlarming,
    takesTwo: changePolicy === 'secondPerson',
    alarmAfterMinutes: String(alarmAfterMinutes),
    isQuiet,
    quietFrom: from,
    quietTo: to,
  };
}

/** The fields as the door takes them. What is not asked for on the form, because no alarm is raised, stays as it was. */
export function policyOf(draft: PolicyDraft): Partial<Policy> {
  const { isProbed, isAlarming, takesTwo, alarmAfterMinutes, isQuiet, quietFrom, quietTo } = draft;
  const changePolicy = takesTwo ? 'secondPerson' : 'standard';
  if (!isProbed || !isAlarming) return { isProbed, isAlarming, changePolicy };
  const quietHours = isQuiet ? { from: quietFrom, to: quietTo } : null;
  return { isProbed, isAlarming, changePolicy, alarmAfterMinutes: Number(alarmAfterMinutes), quietHours };
}

/** When alarms are raised, in a cell: `after 3 minutes, quiet 22:00–06:00`. Nobody knows of devices that are not asked. */
export function alarmWords({
  isProbed,
  isAlarming,
  alarmAfterMinutes,
  quietHours,
}: Omit<Policy, 'changePolicy'>): string {
  if (!isProbed || !isAlarming) return 'no';
  const after = `after ${counted(alarmAfterMinutes, 'minute')}`;
  return quietHours === null ? after : `${after}, quiet ${hours(quietHours)}`;
}

import type { ChangeTimes } from '@/core/change/times';
import type { QuietTimes } from '@/core/customers';
import { counted, hours } from '@/core/shown/format';
import type { Customer } from './customer';

/** What is decided for a customer about how its devices are looked after. */
export type Policy = Pick<
  Customer,
  'isProbed' | 'isAlarming' | 'alarmAfterMinutes' | 'quietHours' | 'changePolicy' | 'changeTimes'
>;

/** The policy as its fields hold it: what is typed is text until it is saved. */
export interface PolicyDraft {
  readonly isProbed: boolean;
  readonly isAlarming: boolean;
  readonly takesTwo: boolean;
  /** When routers may be changed: windows and freezes as they are typed. */
  readonly changeTimes: ChangeTimes;
  readonly alarmAfterMinutes: string;
  readonly isQuiet: boolean;
  readonly quietFrom: string;
  readonly quietTo: string;
}

/** What quiet hours begin with for who has none yet. */
const usualHours: QuietTimes = { from: '22:00', to: '06:00' };

export function draftOf({
  isProbed,
  isAlarming,
  alarmAfterMinutes,
  quietHours,
  changePolicy,
  changeTimes,
}: Policy): PolicyDraft {
  const { from, to } = quietHours ?? usualHours;
  const isQuiet = quietHours !== null;
  return {
    isProbed,
    isAlarming,
    takesTwo: changePolicy === 'secondPerson',
    changeTimes,
    alarmAfterMinutes: String(alarmAfterMinutes),
    isQuiet,
    quietFrom: from,
    quietTo: to,
  };
}

/** The fields as the door takes them. What is not asked for on the form, because no alarm is raised, stays as it was. */
export function policyOf(draft: PolicyDraft): Partial<Policy> {
  const { isProbed, isAlarming, takesTwo, changeTimes, alarmAfterMinutes, isQuiet, quietFrom, quietTo } = draft;
  const changePolicy = takesTwo ? 'secondPerson' : 'standard';
  if (!isProbed || !isAlarming) return { isProbed, isAlarming, changePolicy, changeTimes };
  const quietHours = isQuiet ? { from: quietFrom, to: quietTo } : null;
  const minutes = Number(alarmAfterMinutes);
  return { isProbed, isAlarming, changePolicy, changeTimes, alarmAfterMinutes: minutes, quietHours };
}

/** When alarms are raised, in a cell: `after 3 minutes, quiet 22:00–06:00`. Nobody knows of devices that are not asked. */
export function alarmWords({
  isProbed,
  isAlarming,
  alarmAfterMinutes,
  quietHours,
}: Omit<Policy, 'changePolicy' | 'changeTimes'>): string {
  if (!isProbed || !isAlarming) return 'no';
  const after = `after ${counted(alarmAfterMinutes, 'minute')}`;
  return quietHours === null ? after : `${after}, quiet ${hours(quietHours)}`;
}

import { z } from 'zod';
import { changePolicies } from '@/core/change/policy';
import { ChangeTimes } from '@/core/change/times';
import { CustomerId, CustomerSlug } from '@/core/ids';

export const own = {
  id: CustomerId,
  slug: CustomerSlug,
  name: z.string(),
  /** One of the twelve stripe colours, 0 to 11. */
  stripe: z.int(),
  timeZone: z.string(),
};

/** A customer, with what is decided for it. */
export const Customer = z.object({
  ...own,
  /** Whether its devices are asked every minute how they are. */
  isProbed: z.boolean(),
  /** Whether a device that is down for `alarmAfterMinutes` raises an alarm. */
  isAlarming: z.boolean(),
  alarmAfterMinutes: z.int(),
  /** Which of its changes take a second person: `standard`, those of tier W3; `secondPerson`, each. */
  changePolicy: z.enum(changePolicies),
  /** When its routers may be changed: in weekly windows, where there are any, and in no freeze, by the clock of each site. */
  changeTimes: ChangeTimes,
  /** The Admin who may authorise a W3 of their own alone inside safe mode, until then; null: nobody. */
  onCall: z.object({ name: z.string(), until: z.string() }).nullable(),
  /** When nobody is mailed about alarms, in its time zone. */
  quietHours: z.object({ from: z.string(), to: z.string() }).nullable(),
});

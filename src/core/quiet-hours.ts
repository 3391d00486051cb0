import { z } from 'zod';

/** A time of day as a clock on the wall shows it: `22:00`. */
export const TimeOfDay = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/, 'a time of day, written as 22:00');

/** When a customer is left in peace, in its own time zone; null: never. The end may be on the next day. */
export interface QuietHours {
  readonly timeZone: string;
  readonly quietFrom: string | null;
  readonly quietTo: string | null;
}

/** Whether it is quiet at that moment: by the clock on the wall there, whatever a change to or from summer time does to it. */
export function isQuiet(at: Date, { timeZone, quietFrom, quietTo }: QuietHours): boolean {
  if (quietFrom === null || quietTo === null) return false;
  const wall = new Intl.DateTimeFormat('en-GB', { timeZone, hour: '2-digit', minute: '2-digit', hourCycle: 'h23' });
  const now = wall.format(at);
  return quietFrom < quietTo ? quietFrom <= now && now < quietTo : quietFrom <= now || now < quietTo;
}

import { z } from 'zod';
import { TimeOfDay } from './quiet-hours';
import { Line } from './text';

/** What a customer is called in full: one line of 1 to 100 characters. */
export const CustomerName = Line.trim().min(1).max(100);

/** One of the twelve stripe colours, 0 to 11. */
export const Stripe = z.int().min(0).max(11);

/** A zone of the IANA time zone database, such as `Europe/Rome`, as this machine's ICU knows it. */
export const TimeZone = z
  .string()
  .max(64)
  .refine(isTimeZone, 'this is not a time zone; write it as Europe/Rome or UTC');

/** For how many minutes a device is down before that is an alarm. */
export const AlarmAfterMinutes = z.int('a whole number of minutes from 1 to 60').min(1).max(60);

/** From when to when nobody is mailed about alarms, on the customer's own clock; over midnight where `from` is the later one. */
export const QuietTimes = z
  .strictObject({ from: TimeOfDay, to: TimeOfDay })
  .refine(({ from, to }) => from !== to, 'quiet hours must not end when they begin');
export type QuietTimes = z.output<typeof QuietTimes>;

function isTimeZone(name: string): boolean {
  // An offset such as +02:00 is taken by Intl too, but not by PostgreSQL in the same sense.
  if (!/^[A-Za-z]/.test(name)) return false;
  try {
    return new Intl.DateTimeFormat('en', { timeZone: name }).resolvedOptions().timeZone !== '';
  } catch {
    return false;
  }
}

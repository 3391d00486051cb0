import { z } from 'zod';
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

function isTimeZone(name: string): boolean {
  // An offset such as +02:00 is taken by Intl too, but not by PostgreSQL in the same sense.
  if (!/^[A-Za-z]/.test(name)) return false;
  try {
    return new Intl.DateTimeFormat('en', { timeZone: name }).resolvedOptions().timeZone !== '';
  } catch {
    return false;
  }
}

import { sql } from 'drizzle-orm';
import type { TellableAlarm } from '@/core/alarm-letter';
import type { CustomerId } from '@/core/ids';
import type { QuietHours } from '@/core/quiet-hours';
import { uuidArray } from './array';
import { iso, isoOrNull } from './clock';
import type { Transaction } from './connection';

type Db = Transaction['db'];

/* What of alarms is still to be mailed, and to whom. For the job `alarms`. */

/** Of what something is to be mailed; null: of the own link, which has no quiet hours. */
export type MailDue = { readonly customer: CustomerId; readonly hours: QuietHours } | null;

export async function alarmMailDue(db: Db): Promise<MailDue[]> {
  const rows = await db.execute<Record<keyof QuietHours, string | null> & { customer: CustomerId | null }>(sql`
    select customer_id as customer, time_zone as "timeZone", quiet_from as "quietFrom", quiet_to as "quietTo" from app.alarm_mail_due()`);
  return rows.map(({ customer, timeZone, quietFrom, quietTo }) =>
    customer === null ? null : { customer, hours: { timeZone: timeZone ?? 'UTC', quietFrom, quietTo } },
  );
}

export type MailedAlarm = TellableAlarm & { readonly customerId: CustomerId | null };

/**
 * Takes what is to be mailed, sites before devices, but of customers that are to be left in peace: it is not to be mailed a
 * second time, so it has to be posted in this transaction.
 */
export async function takeAlarmMail(db: Db, inPeace: readonly CustomerId[]): Promise<MailedAlarm[]> {
  const rows = await db.execute<Record<string, unknown> & MailedAlarm>(sql`
    select kind, customer_id as "customerId", customer, name, since, ended_at as "endedAt", times, fault_code as "faultCode",
      device_count as "deviceCount" from app.take_alarm_mail(${uuidArray(inPeace)})`);
  return rows.map((row) => ({ ...row, since: iso(row.since), endedAt: isoOrNull(row.endedAt) }));
}

/** Who has alarms of these customers mailed, as their rights and wishes are now; `isOwnLink`: those of the own link. */
export interface AlarmReader {
  readonly email: string;
  readonly customers: readonly CustomerId[];
  readonly isOwnLink: boolean;
}

export async function alarmReaders(db: Db, customers: readonly CustomerId[]): Promise<AlarmReader[]> {
  const rows = await db.execute<Record<string, unknown> & AlarmReader>(sql`
    select email, customers, is_own_link as "isOwnLink" from app.alarm_readers(${uuidArray(customers)})`);
  return rows.map(({ email, customers, isOwnLink }) => ({ email, customers, isOwnLink }));
}

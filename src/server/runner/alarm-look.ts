import { decide } from '@/core/alarm-rules';
import type { AuditEvent } from '@/core/events';
import type { CustomerId } from '@/core/ids';
import { byItself, record } from '../audit/record';
import {
  announceAlarms,
  coverAlarms,
  endAlarms,
  holdAlarms,
  lookAtAlarms,
  raiseAlarms,
  reopenAlarms,
  type ToldAlarm,
} from '../db/alarm-work';
import { asCustomer, type Transaction } from '../db/open';

/**
 * Brings one customer's alarms up to date, and the log with them: all of it or nothing. Two who look at once do so one after
 * the other. `heldSeconds`: how long what is down is held back, as it may be our own link; what is over ends nevertheless.
 */
export function lookAfter(
  customer: CustomerId,
  { watchedFrom, heldSeconds }: { readonly watchedFrom: string; readonly heldSeconds: number },
): Promise<void> {
  return asCustomer(customer, 'alarms', async (transaction) => {
    const { db } = transaction;
    await holdAlarms(db, customer);
    const deeds = decide({ ...(await lookAtAlarms(db, customer, watchedFrom)), heldSeconds });
    const cleared = await endAlarms(db, deeds.clear, 'cleared');
    const withdrawn = await endAlarms(db, deeds.withdraw, 'withdrawn');
    await reopenAlarms(db, deeds.reopen);
    await raiseAlarms(db, customer, deeds.raise);
    await coverAlarms(db, customer);
    // What is left over when its site came back is told of as well, unless nothing at all is.
    const announced = Number.isFinite(heldSeconds) ? await announceAlarms(db, customer) : [];
    const tell = (event: AuditEvent, alarms: readonly ToldAlarm[]) => tellLog(transaction, customer, { event, alarms });
    await tell('alarm.cleared', cleared);
    await tell('alarm.withdrawn', withdrawn);
    await tell(
      'alarm.reopened',
      announced.filter(({ times }) => times > 1),
    );
    await tell(
      'alarm.raised',
      announced.filter(({ times }) => times === 1),
    );
  });
}

async function tellLog(
  transaction: Transaction,
  customerId: CustomerId,
  { event, alarms }: { readonly event: AuditEvent; readonly alarms: readonly ToldAlarm[] },
): Promise<void> {
  for (const { id, kind, device, site, times, devices, fault } of alarms) {
    const target = device === null ? { kind: 'site', id: site ?? '' } : { kind: 'device', id: device };
    const detail = { alarm: id, kind, device, site, times, devices, fault };
    const from = byItself(`alarm:${id}`);
    await record(transaction, { event, outcome: 'ok', target, customerId, detail }, from);
  }
}

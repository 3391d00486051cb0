import { inArray } from 'drizzle-orm';
import type { Principal } from '@/core/access';
import { sessionName } from '@/core/sessions';
import type { Transaction } from './connection';
import { joinReach } from './reach';
import { device } from './schema/devices';
import { customer, person } from './schema/people';
import { session } from './schema/sessions';

/** The present names of devices, customers, sessions and people that the caller sees, by id. What is not found has no name here. */
export async function namesOf(
  db: Transaction['db'],
  me: Principal,
  targets: readonly { readonly kind: string; readonly id: string }[],
): Promise<ReadonlyMap<string, string>> {
  const idsOf = (kind: string) => [...new Set(targets.filter((one) => one.kind === kind).map(({ id }) => id))];
  const devices = db.select({ id: device.id, name: device.name }).from(device).$dynamic();
  const customers = db.select({ id: customer.id, name: customer.slug }).from(customer).$dynamic();
  const sessions = db.select({ id: session.id, number: session.number }).from(session).$dynamic();
  const rows = await Promise.all([
    joinReach(devices, me, device.customerId).where(inArray(device.id, idsOf('device'))),
    joinReach(customers, me, customer.id).where(inArray(customer.id, idsOf('customer'))),
    joinReach(sessions, me, session.customerId)
      .where(inArray(session.id, idsOf('session')))
      .then((found) => found.map(({ id, number }) => ({ id, name: sessionName(number) }))),
    db
      .select({ id: person.id, name: person.name })
      .from(person)
      .where(inArray(person.id, idsOf('person'))),
  ]);
  return new Map(rows.flat().map(({ id, name }) => [id, name]));
}

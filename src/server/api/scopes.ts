import { z } from 'zod';
import type { Principal } from '@/core/access';
import { AppError, notInScope } from '@/core/errors';
import {
  BulkRunId,
  CustomerSlug,
  DeviceId,
  FamilyId,
  InvitationId,
  PersonId,
  RunId,
  SessionId,
  SiteId,
  WebhookId,
} from '@/core/ids';
import { findEntry } from '../audit/entry';
import { findOwnExport } from '../audit/exports';
import { findBulkRun } from '../db/bulk-runs';
import type { Transaction } from '../db/connection';
import { type Customer, findArchived, findCustomer, findCustomers } from '../db/customers';
import { findDevice, findDevices } from '../db/devices';
import { invitationsInReach } from '../db/invitations';
import { listWebhooks } from '../db/outgoing';
import { peopleInReach } from '../db/people';
import { findRun } from '../db/runs';
import { findSession } from '../db/sessions';
import { findSignIn } from '../db/sign-ins';
import { findSite } from '../db/sites';
import { Moment } from './cursor';
import { scope } from './scope';

/** One customer, by its slug. 403 `customer "x" not in scope`. */
export const customer = scope({
  name: 'customer',
  input: { customer: CustomerSlug },
  find: async (db, named, me) => {
    const found = await findCustomer(db, me, named.customer);
    if (found === undefined) throw notInScope(named.customer);
    return { landed: { customer: found }, target: { kind: 'customer', id: found.id }, customerId: found.id };
  },
});

/** The customers of these slugs, each once. Throws for the first one out of reach. */
export async function namedCustomers(
  db: Transaction['db'],
  me: Principal,
  named: readonly string[],
): Promise<Customer[]> {
  const slugs = [...new Set(named)];
  const found = await findCustomers(db, me, slugs);
  const missing = slugs.find((slug) => !found.some((one) => one.slug === slug));
  if (missing !== undefined) throw notInScope(missing);
  return found;
}

/** Many customers, by their slugs, or none: all of them, or the whole call is refused as for the first one out of reach. */
export const customers = scope({
  name: 'customers',
  input: { customers: z.array(CustomerSlug).max(500) },
  find: async (db, named, me) => {
    const found = await namedCustomers(db, me, named.customers);
    // An entry belongs to one customer, or to none.
    const only = found.length === 1 ? (found[0] ?? null) : null;
    return {
      landed: { customers: found },
      target: only && { kind: 'customer', id: only.id },
      customerId: only?.id ?? null,
    };
  },
});

/** One archived customer, by its slug: for those who see them. 404 `no such archived customer`. */
export const archivedCustomer = scope({
  name: 'archivedCustomer',
  input: { archived: CustomerSlug },
  find: async (db, named) => {
    const found = await findArchived(db, named.archived);
    if (found === undefined) throw new AppError('notFound', 'no such archived customer');
    return { landed: { customer: found }, target: { kind: 'customer', id: found.id }, customerId: found.id };
  },
});

/** One person, by their id: whoever shares a customer with an Admin, and everybody for a Super Admin. 404 `no such person`. */
export const person = scope({
  name: 'person',
  input: { person: PersonId },
  find: async (db, named) => {
    const [found] = await peopleInReach(db, named.person);
    if (found === undefined) throw new AppError('notFound', 'no such person');
    return { landed: { person: found }, target: { kind: 'person', id: found.id }, customerId: null };
  },
});

/** One invitation, by its id, of those that the caller could have made. 404 `no such invitation`. */
export const invitation = scope({
  name: 'invitation',
  input: { invitation: InvitationId },
  find: async (db, named) => {
    const [found] = await invitationsInReach(db, named.invitation);
    if (found === undefined) throw new AppError('notFound', 'no such invitation');
    const only = found.customerIds.length === 1 ? (found.customerIds[0] ?? null) : null;
    return { landed: { invitation: found }, target: { kind: 'invitation', id: found.id }, customerId: only };
  },
});

/** One device, by its id. 404 `no such device`. */
export const device = scope({
  name: 'device',
  input: { device: DeviceId },
  find: async (db, named, me) => {
    const found = await findDevice(db, me, named.device);
    if (found === undefined) throw new AppError('notFound', 'no such device');
    return { landed: { device: found }, target: { kind: 'device', id: found.id }, customerId: found.customerId };
  },
});

/** Many devices of one customer: all of them, or the whole call is refused. At most 500. */
export const devices = scope({
  name: 'devices',
  input: { devices: z.array(DeviceId).min(1).max(500) },
  find: async (db, named, me) => {
    const ids = [...new Set(named.devices)];
    const found = await findDevices(db, me, ids);
    if (found.length !== ids.length) throw new AppError('notFound', 'no such device');
    const [first] = found;
    if (first === undefined || found.some(({ customerId }) => customerId !== first.customerId))
      throw new AppError('invalid', 'devices: all must belong to one customer');
    return {
      landed: { devices: found },
      target: { kind: 'customer', id: first.customerId },
      customerId: first.customerId,
    };
  },
});

/** One site, by its id. 404 `no such site`. */
export const site = scope({
  name: 'site',
  input: { site: SiteId },
  find: async (db, named, me) => {
    const found = await findSite(db, me, named.site);
    if (found === undefined) throw new AppError('notFound', 'no such site');
    return { landed: { site: found }, target: { kind: 'site', id: found.id }, customerId: found.customerId };
  },
});

/** One run, by its id. 404 `no such run`. */
export const run = scope({
  name: 'run',
  input: { run: RunId },
  find: async (db, named, me) => {
    const found = await findRun(db, me, named.run);
    if (found === undefined) throw new AppError('notFound', 'no such run');
    return { landed: { run: found }, target: { kind: 'run', id: found.id }, customerId: found.customerId };
  },
});

/** One bulk run, by its id. 404 `no such bulk run`. */
export const bulkRun = scope({
  name: 'bulkRun',
  input: { bulkRun: BulkRunId },
  find: async (db, named, me) => {
    const found = await findBulkRun(db, me, named.bulkRun);
    if (found === undefined) throw new AppError('notFound', 'no such bulk run');
    return { landed: { bulkRun: found }, target: { kind: 'bulkRun', id: found.id }, customerId: found.customerId };
  },
});

/** One diagnostic session, by its id. 404 `no such session`. */
export const session = scope({
  name: 'session',
  input: { session: SessionId },
  find: async (db, named, me) => {
    const found = await findSession(db, me, named.session);
    if (found === undefined) throw new AppError('notFound', 'no such session');
    return { landed: { session: found }, target: { kind: 'session', id: found.id }, customerId: found.customerId };
  },
});

/** One audit entry, by its time and id. 404 `no such audit entry`. */
export const auditEntry = scope({
  name: 'auditEntry',
  input: { at: Moment, entry: z.uuid() },
  find: async (db, named, me) => {
    const found = await findEntry(db, me, { at: named.at, id: named.entry });
    if (found === undefined) throw new AppError('notFound', 'no such audit entry');
    return { landed: { entry: found }, target: { kind: 'auditEntry', id: found.id }, customerId: found.customerId };
  },
});

/** One of the caller's own exports of the audit log. 404 `no such export`. */
export const ownExport = scope({
  name: 'ownExport',
  input: { export: z.uuid() },
  find: async (db, named, me) => {
    const found = await findOwnExport(db, me, named.export);
    if (found === undefined) throw new AppError('notFound', 'no such export');
    return { landed: { asked: found }, target: { kind: 'auditExport', id: found.id }, customerId: null };
  },
});

/** One webhook, by its id: for Super Admins. 404 `no such webhook`. */
export const webhook = scope({
  name: 'webhook',
  input: { webhook: WebhookId },
  find: async (db, named) => {
    const found = (await listWebhooks(db)).find(({ id }) => id === named.webhook);
    if (found === undefined) throw new AppError('notFound', 'no such webhook');
    return { landed: { webhook: found }, target: { kind: 'webhook', id: found.id }, customerId: null };
  },
});

/** Everything the caller reaches: lists across customers. The query itself joins the reach. */
export const reach = scope({
  name: 'reach',
  input: {},
  find: async () => ({ landed: {}, target: null, customerId: null }),
});

/** The caller's own account. */
export const self = scope({
  name: 'self',
  input: {},
  find: async (_db, _named, me) => ({ landed: {}, target: { kind: 'person', id: me.personId }, customerId: null }),
});

/** One of the caller's own signed-in sessions. 404 `no such signed-in session`. */
export const ownSignIn = scope({
  name: 'ownSignIn',
  input: { signIn: FamilyId },
  find: async (db, named, me) => {
    const found = await findSignIn(db, me, named.signIn);
    if (found === undefined) throw new AppError('notFound', 'no such signed-in session');
    return { landed: { signIn: found }, target: { kind: 'signIn', id: found.id }, customerId: null };
  },
});

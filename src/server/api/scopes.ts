import { z } from 'zod';
import type { Principal } from '@/core/access';
import { AppError, notInScope } from '@/core/errors';
import {
  type CustomerId,
  CustomerSlug,
  DeviceId,
  FamilyId,
  InvitationId,
  PersonId,
  RunId,
  SessionId,
} from '@/core/ids';
import type { Transaction } from '../db/connection';
import { type Customer, findArchived, findCustomer, findCustomers } from '../db/customers';
import { findDevice, findDevices } from '../db/devices';
import { invitationsInReach } from '../db/invitations';
import { peopleInReach } from '../db/people';
import { findRun } from '../db/runs';
import { findSession } from '../db/sessions';
import { findSignIn } from '../db/sign-ins';

/** What a scope found: it lands in `ctx`, and the audit entry names it. */
export interface Found<Landed> {
  readonly landed: Landed;
  readonly target: { readonly kind: string; readonly id: string } | null;
  readonly customerId: CustomerId | null;
}

/** The part of a request's input that a scope brings: field names and their schemas. */
export type ScopeShape = Readonly<Record<string, z.ZodType>>;

/**
 * How a request names whose it is. A scope brings its own part of the input and finds what that names inside the caller's
 * reach; what is not found there is refused in the same words as what does not exist.
 */
export interface Scope<Shape extends ScopeShape, Landed> {
  readonly name: string;
  readonly input: Shape;
  find(db: Transaction['db'], named: z.output<z.ZodObject<Shape>>, me: Principal): Promise<Found<Landed>>;
}

const scope = <Shape extends ScopeShape, Landed>(made: Scope<Shape, Landed>): Scope<Shape, Landed> => made;

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

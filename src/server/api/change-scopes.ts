import { AppError, notInScope } from '@/core/errors';
import { ChangeId, type CustomerId, CustomerSlug } from '@/core/ids';
import { findChange } from '../db/changes';
import { findCustomer } from '../db/customers';
import { type Found, scope } from './scope';

/** One change, by its id; the entry names the device that it is of. 404 `no such change`. */
export const change = scope({
  name: 'change',
  input: { change: ChangeId },
  find: async (db, named, me) => {
    const found = await findChange(db, me, named.change);
    if (found === undefined) throw new AppError('notFound', 'no such change');
    const target = { kind: 'device', id: found.device };
    return { landed: { change: found }, target, customerId: found.customerId };
  },
});

/** The customer of that slug, or everything that the caller reaches. 403 as for `customer`. */
export const among = scope({
  name: 'among',
  input: { customer: CustomerSlug.optional() },
  find: async (db, named, me): Promise<Found<{ readonly among: CustomerId | null }>> => {
    if (named.customer === undefined) return { landed: { among: null }, target: null, customerId: null };
    const found = await findCustomer(db, me, named.customer);
    if (found === undefined) throw notInScope(named.customer);
    return { landed: { among: found.id }, target: { kind: 'customer', id: found.id }, customerId: found.id };
  },
});

import { AppError, notInScope } from '@/core/errors';
import { CustomerSlug, LookupId } from '@/core/ids';
import { findCustomer } from '../db/customers';
import { askableCustomers, findLookup } from '../db/lookups';
import { scope } from './scope';

/** Customers with devices to ask: the one of that slug, or all in reach. 403 as for `customer`. */
export const asked = scope({
  name: 'asked',
  input: { customer: CustomerSlug.optional() },
  find: async (db, named, me) => {
    const of = named.customer === undefined ? null : await findCustomer(db, me, named.customer);
    if (of === undefined) throw notInScope(named.customer ?? '');
    const found = await askableCustomers(db, me, of?.id ?? null);
    const each = found.map(({ id }) => id);
    return { landed: { asked: found }, target: null, customerId: of?.id ?? null, each };
  },
});

/** One of the caller's own lookups, with the customers still in reach. 404 `no such subscriber search`. */
export const lookup = scope({
  name: 'lookup',
  input: { lookup: LookupId },
  find: async (db, named, me) => {
    const parts = await findLookup(db, me, named.lookup);
    if (parts.length === 0) throw new AppError('notFound', 'no such subscriber search');
    // One entry however many customers it asks: each has its own of the start, and looking again tells them nothing new.
    const customerId = parts.length === 1 ? (parts[0]?.customerId ?? null) : null;
    const target = { kind: 'lookup', id: named.lookup };
    return { landed: { lookup: { id: named.lookup, parts } }, target, customerId };
  },
});

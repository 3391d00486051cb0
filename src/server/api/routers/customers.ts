import { z } from 'zod';
import { CustomerName, Stripe, TimeZone } from '@/core/customers';
import { AppError } from '@/core/errors';
import { CustomerId, CustomerSlug } from '@/core/ids';
import {
  archiveCustomer,
  archivedCustomers,
  changeCustomer,
  createCustomer,
  listCustomers,
  restoreCustomer,
} from '@/server/db/customers';
import { procedure, router } from '../procedure';
import { archivedCustomer, customer, reach } from '../scopes';

const own = {
  id: CustomerId,
  slug: CustomerSlug,
  name: z.string(),
  /** One of the twelve stripe colours, 0 to 11. */
  stripe: z.int(),
  timeZone: z.string(),
};

const Customer = z.object({
  ...own,
  /** Whether its devices are asked every minute how they are. */
  isProbed: z.boolean(),
});

const facts = ({ name, stripe, timeZone, isProbed }: Omit<z.infer<typeof Customer>, 'id' | 'slug'>) => ({
  name,
  stripe,
  timeZone,
  isProbed,
});

export const customersRouter = router({
  list: procedure({
    permission: 'customer.read',
    scope: reach,
    audit: 'customer.listed',
    output: z.object({ items: z.array(Customer.extend({ deviceCount: z.int() })) }),
    rest: { method: 'GET', path: '/customers', summary: 'The customers in reach, by name' },
  }).query(async ({ ctx }) => ({ items: await listCustomers(ctx.db, ctx.me) })),

  archived: procedure({
    permission: 'customer.edit',
    scope: reach,
    audit: 'customer.archivedListed',
    output: z.object({ items: z.array(z.object({ ...own, archivedAt: z.string() })) }),
    rest: { method: 'GET', path: '/customers/archived', summary: 'The archived customers, by name' },
  }).query(async ({ ctx }) => ({ items: await archivedCustomers(ctx.db) })),

  create: procedure({
    permission: 'customer.edit',
    scope: reach,
    audit: 'customer.created',
    input: { slug: CustomerSlug, name: CustomerName, stripe: Stripe, timeZone: TimeZone },
    output: Customer,
    rest: { method: 'POST', path: '/customers', summary: 'Creates a customer' },
  }).mutation(async ({ ctx, input }) => {
    const made = await createCustomer(ctx.db, input);
    ctx.tell({ customer: made.id, ...input });
    return made;
  }),

  edit: procedure({
    permission: 'customer.edit',
    scope: customer,
    audit: 'customer.changed',
    input: {
      name: CustomerName.optional(),
      stripe: Stripe.optional(),
      timeZone: TimeZone.optional(),
      isProbed: z.boolean().optional(),
    },
    output: Customer,
    rest: { method: 'PATCH', path: '/customers/{customer}', summary: 'Changes a customer' },
  }).mutation(async ({ ctx, input: { customer: _slug, ...changes } }) => {
    if (Object.values(changes).every((change) => change === undefined))
      throw new AppError('invalid', 'Say what is to be changed.');
    const changed = await changeCustomer(ctx.db, ctx.customer.id, changes);
    ctx.tell({ before: facts(ctx.customer), after: facts(changed) });
    return changed;
  }),

  archive: procedure({
    permission: 'customer.edit',
    scope: customer,
    audit: 'customer.archived',
    /** The names of those who were assigned to it. */
    output: z.object({ takenOff: z.array(z.string()) }),
    rest: {
      method: 'POST',
      path: '/customers/{customer}/archive',
      summary: 'Takes everybody off a customer, and its devices away; nothing is deleted',
    },
  }).mutation(async ({ ctx }) => {
    const takenOff = await archiveCustomer(ctx.db, ctx.customer.id);
    ctx.tell({ people: takenOff.length });
    return { takenOff };
  }),

  restore: procedure({
    permission: 'customer.edit',
    scope: archivedCustomer,
    audit: 'customer.restored',
    output: Customer,
    rest: {
      method: 'POST',
      path: '/customers/archived/{archived}/restore',
      summary: 'Brings a customer and its devices back, with nobody assigned',
    },
  }).mutation(async ({ ctx }) => {
    await restoreCustomer(ctx.db, ctx.customer.id);
    return ctx.customer;
  }),
});

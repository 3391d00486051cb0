import { z } from 'zod';
import { CustomerId, CustomerSlug } from '@/core/ids';
import { listCustomers } from '@/server/db/customers';
import { procedure, router } from '../procedure';
import { reach } from '../scopes';

const Customer = z.object({
  id: CustomerId,
  slug: CustomerSlug,
  name: z.string(),
  /** One of the twelve stripe colours, 0 to 11. */
  stripe: z.int(),
  timeZone: z.string(),
  deviceCount: z.int(),
});

export const customersRouter = router({
  list: procedure({
    permission: 'customer.read',
    scope: reach,
    audit: 'customer.listed',
    output: z.object({ items: z.array(Customer) }),
    rest: { method: 'GET', path: '/customers', summary: 'The customers in reach, by name' },
  }).query(async ({ ctx }) => ({ items: await listCustomers(ctx.db, ctx.me) })),
});

import { z } from 'zod';
import { roles } from '@/core/access';
import { CustomerSlug, PersonId } from '@/core/ids';
import { listPeople } from '@/server/db/people';
import { procedure, router } from '../procedure';
import { reach } from '../scopes';

const Person = z.object({
  id: PersonId,
  email: z.string(),
  name: z.string(),
  role: z.enum(roles),
  customers: z.array(CustomerSlug),
  disabledAt: z.string().nullable(),
  createdAt: z.string(),
});

export const peopleRouter = router({
  list: procedure({
    permission: 'person.read',
    scope: reach,
    audit: 'person.listed',
    output: z.object({ items: z.array(Person) }),
    rest: { method: 'GET', path: '/people', summary: 'Everybody, with role and assigned customers' },
  }).query(async ({ ctx }) => ({ items: await listPeople(ctx.db) })),
});

import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import { AppError } from '@/core/errors';
import { CredentialSetId, type CustomerId } from '@/core/ids';
import { Line } from '@/core/text';
import { databaseTime } from '@/server/db/clock';
import type { Transaction } from '@/server/db/connection';
import { addCredentials, findCredentials, listCredentials, replaceCredentials } from '@/server/db/credentials';
import { sealFor } from '@/server/vault/data-keys';
import { procedure, router } from '../procedure';
import { customer } from '../scopes';

/** Of a RouterOS account. What RouterOS cannot take in a word is refused here: nobody should find out at the router. */
const Login = z.strictObject({
  name: Line.min(1).max(64),
  password: z
    .string()
    .min(1)
    .max(128)
    .regex(/^[^\p{Cc}]*$/u, 'no control characters'),
});
const SetName = Line.trim().min(1).max(64);

/** What is in a set goes in and never comes out: it is sealed, and only the runner opens it. */
const CredentialSet = z.object({ id: CredentialSetId, name: z.string(), changedAt: z.string(), devices: z.int() });

const sealed = (db: Transaction['db'], customerId: CustomerId, id: string, login: z.output<typeof Login>) =>
  sealFor(db, { table: 'credential_set', column: 'read_sealed', row: id, customerId }, JSON.stringify(login));

export const credentialsRouter = router({
  list: procedure({
    permission: 'device.edit',
    scope: customer,
    audit: 'credentials.listed',
    output: z.object({ items: z.array(CredentialSet) }),
    rest: { method: 'GET', path: '/customers/{customer}/credentials', summary: 'A customer’s credentials, by name' },
  }).query(async ({ ctx }) => ({ items: await listCredentials(ctx.db, ctx.customer.id) })),

  add: procedure({
    permission: 'device.edit',
    scope: customer,
    audit: 'credentials.added',
    input: { name: SetName, read: Login },
    output: z.object({ id: CredentialSetId }),
    rest: { method: 'POST', path: '/customers/{customer}/credentials', summary: 'Keeps an account that reads' },
  }).mutation(async ({ ctx, input }) => {
    const id = CredentialSetId.parse(randomUUID());
    const customerId = ctx.customer.id;
    const readSealed = await sealed(ctx.db, customerId, id, input.read);
    await addCredentials(ctx.db, { id, customerId, name: input.name, readSealed });
    ctx.tell({ credentials: id, name: input.name });
    return { id };
  }),

  replace: procedure({
    permission: 'device.edit',
    scope: customer,
    audit: 'credentials.replaced',
    input: { credentials: CredentialSetId, name: SetName.optional(), read: Login },
    output: z.object({ id: CredentialSetId }),
    rest: {
      method: 'POST',
      path: '/customers/{customer}/credentials/{credentials}',
      summary: 'Another account in the place of the one before',
    },
  }).mutation(async ({ ctx, input }) => {
    const customerId = ctx.customer.id;
    const found = await findCredentials(ctx.db, customerId, input.credentials);
    if (found === undefined) throw new AppError('notFound', 'no such credentials');
    const { id } = found;
    const readSealed = await sealed(ctx.db, customerId, id, input.read);
    const name = input.name ?? found.name;
    const isDone = await replaceCredentials(ctx.db, {
      id,
      customerId,
      name,
      readSealed,
      changedAt: await databaseTime(ctx.db),
    });
    if (!isDone) throw new AppError('forbidden', 'your role may not change these credentials');
    ctx.tell({ credentials: id, before: found.name, after: name });
    return { id };
  }),
});

import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import { accounts, accountTitles } from '@/core/enrolment/accounts';
import { CredentialsName, Login } from '@/core/enrolment/logins';
import { AppError } from '@/core/errors';
import { CredentialSetId } from '@/core/ids';
import { databaseTime } from '@/server/db/clock';
import { addCredentials, changeCredentials, findCredentials, listCredentials } from '@/server/db/credentials';
import { sealFor } from '@/server/vault/data-keys';
import { procedure, router } from '../procedure';
import { customer } from '../scopes';

/** What is in a set goes in and never comes out: it is sealed, and only the runner opens it. */
const CredentialSet = z.object({
  id: CredentialSetId,
  name: z.string(),
  /** Which accounts it has. */
  accounts: z.array(z.enum(accounts)),
  changedAt: z.string(),
  devices: z.int(),
});

type Given = { readonly [account in (typeof accounts)[number]]?: Login | null | undefined };

/** Two accounts of one name are one account, and what it may would be too much for one of its uses. */
function mustDiffer(given: Given): void {
  const names = new Map<string, (typeof accounts)[number]>();
  for (const account of accounts) {
    const name = given[account]?.name;
    if (name === undefined) continue;
    const other = names.get(name);
    if (other !== undefined)
      throw new AppError(
        'invalid',
        `The ${accountTitles[account]} must be another one than the ${accountTitles[other]}.`,
      );
    names.set(name, account);
  }
}

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
    input: {
      name: CredentialsName,
      read: Login,
      /** With it routers are changed. */
      write: Login.optional(),
      /** What a bandwidth test tells the router at the other end; no action signs in with it. */
      test: Login.optional(),
    },
    output: z.object({ id: CredentialSetId }),
    rest: { method: 'POST', path: '/customers/{customer}/credentials', summary: 'Keeps accounts of routers' },
  }).mutation(async ({ ctx, input: { name, customer: _slug, ...given } }) => {
    mustDiffer(given);
    const id = CredentialSetId.parse(randomUUID());
    const customerId = ctx.customer.id;
    const seal = (column: string, login: Login) =>
      sealFor(ctx.db, { table: 'credential_set', column, row: id, customerId }, JSON.stringify(login));
    const readSealed = await seal('read_sealed', given.read);
    const writeSealed = given.write === undefined ? null : await seal('write_sealed', given.write);
    const testSealed = given.test === undefined ? null : await seal('test_sealed', given.test);
    await addCredentials(ctx.db, { id, customerId, name, readSealed, writeSealed, testSealed });
    ctx.tell({ credentials: id, name, accounts: accounts.filter((account) => given[account] !== undefined) });
    return { id };
  }),

  replace: procedure({
    permission: 'device.edit',
    scope: customer,
    audit: 'credentials.replaced',
    input: {
      credentials: CredentialSetId,
      name: CredentialsName.optional(),
      read: Login.optional(),
      /** Null: takes it out. */
      write: Login.nullable().optional(),
      test: Login.nullable().optional(),
    },
    output: z.object({ id: CredentialSetId }),
    rest: {
      method: 'POST',
      path: '/customers/{customer}/credentials/{credentials}',
      summary: 'Another account in the place of one, one more, or one less; what is not named stays',
    },
  }).mutation(async ({ ctx, input: { credentials, name: wanted, customer: _slug, ...given } }) => {
    const changed = accounts.filter((account) => given[account] !== undefined);
    if (changed.length === 0 && wanted === undefined) throw new AppError('invalid', 'Say what is to be changed.');
    mustDiffer(given);
    const customerId = ctx.customer.id;
    const found = await findCredentials(ctx.db, customerId, credentials);
    if (found === undefined) throw new AppError('notFound', 'no such credentials');
    const { id } = found;
    const sealed = async (column: string, login: Login | null | undefined) =>
      login && sealFor(ctx.db, { table: 'credential_set', column, row: id, customerId }, JSON.stringify(login));
    const name = wanted ?? found.name;
    const isDone = await changeCredentials(ctx.db, {
      ...{ id, customerId, name, changedAt: await databaseTime(ctx.db) },
      readSealed: (await sealed('read_sealed', given.read)) ?? undefined,
      writeSealed: await sealed('write_sealed', given.write),
      testSealed: await sealed('test_sealed', given.test),
    });
    if (!isDone) throw new AppError('forbidden', 'your role may not change these credentials');
    const had = (account: (typeof accounts)[number]) => found.accounts.includes(account);
    const fate = (account: (typeof accounts)[number]) =>
      given[account] === null ? 'removed' : had(account) ? 'replaced' : 'added';
    ctx.tell({
      ...{ credentials: id, before: found.name, after: name },
      accounts: Object.fromEntries(changed.map((account) => [account, fate(account)])),
    });
    return { id };
  }),
});

import { z } from 'zod';
import { changePolicies } from '@/core/change/policy';
import { ChangeTimes, timesWords } from '@/core/change/times';
import { AlarmAfterMinutes, CustomerName, QuietTimes, Stripe, TimeZone } from '@/core/customers';
import { AppError } from '@/core/errors';
import { CustomerSlug } from '@/core/ids';
import { longestPassword } from '@/core/passwords';
import { hours } from '@/core/shown/format';
import { confirmPassword } from '@/server/auth/confirm-password';
import {
  archiveCustomer,
  archivedCustomers,
  changeCustomer,
  createCustomer,
  eraseCustomer,
  listCustomers,
  restoreCustomer,
} from '@/server/db/customers';
import { Customer, own } from '../customer-view';
import { procedure, router } from '../procedure';
import { archivedCustomer, customer, reach } from '../scopes';
import { whileAwake } from '../while-awake';
import { customerOnCall } from './customer-on-call';

/** What an entry says of it, before and after. */
const facts = (one: z.infer<typeof Customer>) => ({
  name: one.name,
  stripe: one.stripe,
  timeZone: one.timeZone,
  isProbed: one.isProbed,
  isAlarming: one.isAlarming,
  alarmAfterMinutes: one.alarmAfterMinutes,
  changePolicy: one.changePolicy,
  changeTimes: timesWords(one.changeTimes).join('; '),
  quietHours: one.quietHours === null ? null : hours(one.quietHours),
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
      isAlarming: z.boolean().optional(),
      alarmAfterMinutes: AlarmAfterMinutes.optional(),
      changePolicy: z.enum(changePolicies).optional(),
      changeTimes: ChangeTimes.optional(),
      quietHours: QuietTimes.nullable().optional(),
    },
    output: Customer,
    rest: { method: 'PATCH', path: '/customers/{customer}', summary: 'Changes a customer, its policy included' },
  }).mutation(async ({ ctx, input: { customer: _slug, ...changes } }) => {
    if (Object.values(changes).every((change) => change === undefined))
      throw new AppError('invalid', 'Say what is to be changed.');
    const changed = await changeCustomer(ctx.db, ctx.customer.id, changes);
    ctx.tell({ before: facts(ctx.customer), after: facts(changed) });
    return changed;
  }),

  ...customerOnCall,

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

  erase: procedure({
    permission: 'customer.edit',
    scope: archivedCustomer,
    audit: 'customer.erasing',
    input: {
      /** Its short name once more, typed. */
      name: z.string().max(63),
      /** The caller's own. */
      password: z.string().min(1).max(longestPassword),
    },
    /** How many data keys were destroyed. */
    output: z.object({ keys: z.int() }),
    rest: {
      method: 'POST',
      path: '/customers/archived/{archived}/erase',
      summary: 'Destroys the keys of an archived customer and deletes everything of it, for good',
    },
  }).mutation(async ({ ctx, input: { name, password } }) => {
    if (name !== ctx.customer.slug) throw new AppError('invalid', 'Type the short name of the customer to be erased.');
    await whileAwake(ctx.db, confirmPassword(password, ctx.me));
    const keys = await eraseCustomer(ctx.db, ctx.customer.id);
    ctx.tell({ customer: ctx.customer.slug, keys });
    return { keys };
  }),
});

import { z } from 'zod';
import { roles } from '@/core/access';
import { CustomerSlug, FamilyId, PersonId } from '@/core/ids';
import { resetLetter } from '@/core/letters';
import { mintLinkSecret } from '@/server/auth/one-time-secret';
import { publicUrl } from '@/server/auth/public-url';
import {
  changeRole,
  disablePerson,
  enablePerson,
  endSignIns,
  keepReset,
  peopleInReach,
  setCustomers,
} from '@/server/db/people';
import { signInsOf } from '@/server/db/sign-ins';
import { mailTo } from '@/server/vault/mail-to';
import { procedure, router } from '../procedure';
import { namedCustomers, person, reach } from '../scopes';
import { SignInView } from '../sign-in-view';

const Person = z.object({
  id: PersonId,
  email: z.string(),
  name: z.string(),
  role: z.enum(roles),
  /** Those in the caller's reach. */
  customers: z.array(CustomerSlug),
  disabledAt: z.string().nullable(),
  createdAt: z.string(),
  /** These two for a Super Admin; null for an Admin. */
  lastUsedAt: z.string().nullable(),
  signIns: z.int().nullable(),
});

/** How many signed-in sessions that ended. */
const Ended = z.object({ ended: z.int() });

export const peopleRouter = router({
  list: procedure({
    permission: 'person.read',
    scope: reach,
    audit: 'person.listed',
    output: z.object({ items: z.array(Person) }),
    rest: { method: 'GET', path: '/people', summary: 'Everybody in reach, with role and assigned customers' },
  }).query(async ({ ctx }) => ({ items: await peopleInReach(ctx.db) })),

  get: procedure({
    permission: 'person.read',
    scope: person,
    audit: 'person.viewed',
    output: Person,
    rest: { method: 'GET', path: '/people/{person}', summary: 'One person' },
  }).query(async ({ ctx }) => ctx.person),

  setCustomers: procedure({
    permission: 'person.assign',
    scope: person,
    audit: 'person.customersChanged',
    input: {
      customers: z.array(CustomerSlug).max(500),
      /** What whoever asks saw: refused where it is not so any more. Left out, they are set in any case. */
      shown: z.array(CustomerSlug).max(500).nullable().default(null),
    },
    /** How many signed-in sessions ended is for a Super Admin: where else a person is at work is none of an Admin's business. */
    output: z.object({ customers: z.array(CustomerSlug), ended: z.int().nullable() }),
    rest: {
      method: 'POST',
      path: '/people/{person}/customers',
      summary: 'Which of your customers a person is assigned to; ends their signed-in sessions',
    },
  }).mutation(async ({ ctx, input }) => {
    const wanted = (await namedCustomers(ctx.db, ctx.me, input.customers)).map(({ id }) => id);
    const { before, after, ended } = await setCustomers(ctx.db, ctx.person.id, {
      wanted,
      shown: input.shown,
    });
    ctx.tell({ before, after, ended });
    return { customers: after, ended: ctx.me.role === 'superAdmin' ? ended : null };
  }),

  changeRole: procedure({
    permission: 'person.edit',
    scope: person,
    audit: 'person.roleChanged',
    input: { role: z.enum(roles) },
    output: Ended,
    rest: { method: 'POST', path: '/people/{person}/role', summary: 'Changes a role; ends the signed-in sessions' },
  }).mutation(async ({ ctx, input }) => {
    const { before, ended } = await changeRole(ctx.db, ctx.person.id, input.role);
    ctx.tell({ before, after: input.role, ended });
    return { ended };
  }),

  disable: procedure({
    permission: 'person.edit',
    scope: person,
    audit: 'person.disabled',
    output: Ended,
    rest: {
      method: 'POST',
      path: '/people/{person}/disable',
      summary: 'Disables a person; ends the signed-in sessions',
    },
  }).mutation(async ({ ctx }) => {
    const ended = await disablePerson(ctx.db, ctx.person.id);
    ctx.tell({ ended });
    return { ended };
  }),

  enable: procedure({
    permission: 'person.edit',
    scope: person,
    audit: 'person.enabled',
    output: z.object({ enabled: z.boolean() }),
    rest: { method: 'POST', path: '/people/{person}/enable', summary: 'Lets a disabled person sign in again' },
  }).mutation(async ({ ctx }) => ({ enabled: await enablePerson(ctx.db, ctx.person.id) })),

  makeReset: procedure({
    permission: 'person.edit',
    scope: person,
    audit: 'person.resetMade',
    output: z.object({ link: z.string(), expiresAt: z.string(), isMailed: z.boolean() }),
    rest: { method: 'POST', path: '/people/{person}/reset', summary: 'A link to a new password, that works once' },
  }).mutation(async ({ ctx }) => {
    const { text, hash } = mintLinkSecret('reset');
    const made = { expiresAt: await keepReset(ctx.db, ctx.person.id, hash), link: `${publicUrl()}/reset#${text}` };
    const isMailed = await mailTo(ctx.db, ctx.person.email, { about: 'reset', ...resetLetter(made) });
    ctx.tell({ isMailed });
    return { ...made, isMailed };
  }),

  signIns: procedure({
    permission: 'person.edit',
    scope: person,
    audit: 'person.signInsListed',
    output: z.object({ items: z.array(SignInView) }),
    rest: { method: 'GET', path: '/people/{person}/sign-ins', summary: 'Where a person is signed in' },
  }).query(async ({ ctx }) => ({ items: await signInsOf(ctx.db, ctx.person.id) })),

  endSignIns: procedure({
    permission: 'person.edit',
    scope: person,
    audit: 'person.signInsEnded',
    input: { signIn: FamilyId.optional() },
    output: Ended,
    rest: {
      method: 'POST',
      path: '/people/{person}/sign-ins/end',
      summary: 'Ends one of a person’s signed-in sessions, or all',
    },
  }).mutation(async ({ ctx, input }) => {
    const ended = await endSignIns(ctx.db, ctx.person.id, input.signIn ?? null);
    ctx.tell({ ended, ...(input.signIn === undefined ? {} : { signIn: input.signIn }) });
    return { ended };
  }),
});

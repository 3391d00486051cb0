import { z } from 'zod';
import { type Principal, type Role, roles } from '@/core/access';
import { CustomerSlug, InvitationId } from '@/core/ids';
import { invitationLetter } from '@/core/letters';
import { longestPassword } from '@/core/passwords';
import { invitationDays, invitationStates } from '@/core/people';
import { EmailAddress, PersonName } from '@/core/person-names';
import { accept, invitationWorthless, readInvitation } from '@/server/auth/new-password';
import { hashOfSecret, linkSecret, mintLinkSecret } from '@/server/auth/one-time-secret';
import { publicUrl } from '@/server/auth/public-url';
import {
  invitationsInReach,
  joinByInvitation,
  keepInvitation,
  renewInvitation,
  revokeInvitation,
} from '@/server/db/invitations';
import { mayMailInvitation } from '@/server/db/outgoing';
import { findPerson } from '@/server/db/people';
import { mailTo } from '@/server/vault/mail-to';
import { open, procedure, router } from '../procedure';
import { customers, invitation, reach, self } from '../scopes';

/** Of any form: one that is none of ours is worth nothing, as one that was made up well. */
const Secret = z.string().max(200).regex(linkSecret.invitation, 'This is not the secret of an invitation.');
const Days = z.int().min(invitationDays.least).max(invitationDays.most).default(invitationDays.usual);

const Invitation = z.object({
  id: InvitationId,
  email: z.string(),
  role: z.enum(roles),
  customers: z.array(CustomerSlug),
  invitedBy: z.string(),
  madeAt: z.string(),
  expiresAt: z.string(),
  state: z.enum(invitationStates),
});

/** Shown once: what is kept is a hash. The secret stands behind the `#`, which no browser sends to a server. */
const Link = z.object({
  id: InvitationId,
  link: z.string(),
  expiresAt: z.string(),
  /** Whether it is also sent by mail. */
  isMailed: z.boolean(),
});
const linkOf = (secret: string): string => `${publicUrl()}/invitation#${secret}`;

/** False where no mail is sent, and where this inviter or this address had enough of it: the link is shown all the same. */
async function mailed(
  { db, me }: { readonly db: Parameters<typeof mailTo>[0]; readonly me: Principal },
  to: string,
  invitation: { readonly role: Role; readonly link: string; readonly expiresAt: string },
): Promise<boolean> {
  if (!(await mayMailInvitation(db, to))) return false;
  const { name: by } = await findPerson(db, me.personId);
  return mailTo(db, to, { about: 'invitation', ...invitationLetter({ by, ...invitation }) });
}

export const invitationsRouter = router({
  list: procedure({
    permission: 'person.invite',
    scope: reach,
    audit: 'invitation.listed',
    output: z.object({ items: z.array(Invitation) }),
    rest: { method: 'GET', path: '/invitations', summary: 'Invitations, the newest first' },
  }).query(async ({ ctx }) => ({ items: await invitationsInReach(ctx.db) })),

  make: procedure({
    permission: 'person.invite',
    scope: customers,
    audit: 'invitation.made',
    input: { email: EmailAddress, role: z.enum(roles), days: Days },
    output: Link,
    rest: { method: 'POST', path: '/invitations', summary: 'Invites somebody by a link that works once' },
  }).mutation(async ({ ctx, input: { email, role, days } }) => {
    const { text, hash } = mintLinkSecret('invitation');
    const into = ctx.customers.map(({ id }) => id);
    const made = await keepInvitation(ctx.db, { email, role, customers: into, days }, hash);
    // Not the address: the log can never be erased, and it stands in the invitation.
    ctx.tell({ invitation: made.id, role, customers: ctx.customers.map(({ slug }) => slug) });
    const link = linkOf(text);
    const isMailed = await mailed(ctx, email, { role, link, expiresAt: made.expiresAt });
    ctx.tell({ isMailed });
    return { ...made, link, isMailed };
  }),

  renew: procedure({
    permission: 'person.invite',
    scope: invitation,
    audit: 'invitation.renewed',
    input: { days: Days },
    output: Link,
    rest: { method: 'POST', path: '/invitations/{invitation}/renew', summary: 'Another link; the one before is dead' },
  }).mutation(async ({ ctx, input: { days } }) => {
    const { text, hash } = mintLinkSecret('invitation');
    const { id } = ctx.invitation;
    const expiresAt = await renewInvitation(ctx.db, id, { hash, days });
    const link = linkOf(text);
    const isMailed = await mailed(ctx, ctx.invitation.email, { role: ctx.invitation.role, link, expiresAt });
    ctx.tell({ isMailed });
    return { id, expiresAt, link, isMailed };
  }),

  revoke: procedure({
    permission: 'person.invite',
    scope: invitation,
    audit: 'invitation.revoked',
    output: z.object({ revoked: z.boolean() }),
    rest: { method: 'DELETE', path: '/invitations/{invitation}', summary: 'Makes an invitation’s link worthless' },
  }).mutation(async ({ ctx }) => {
    return { revoked: await revokeInvitation(ctx.db, ctx.invitation.id) };
  }),

  open: open({
    audit: 'invitation.opened',
    input: { secret: Secret },
    output: z.object({
      email: z.string(),
      role: z.enum(roles),
      customers: z.array(z.string()),
      invitedBy: z.string(),
      expiresAt: z.string(),
      hasAccount: z.boolean(),
    }),
    rest: { method: 'POST', path: '/invitations/open', summary: 'What an invitation’s link says' },
  }).mutation(({ ctx, input }) => readInvitation(input.secret, ctx)),

  accept: open({
    audit: 'invitation.accepted',
    input: { secret: Secret, name: PersonName, password: z.string().min(1).max(longestPassword) },
    output: z.object({ email: z.string() }),
    rest: { method: 'POST', path: '/invitations/accept', summary: 'Makes one’s account, once' },
  }).mutation(({ ctx, input }) => accept(input, ctx)),

  join: procedure({
    permission: 'own.account',
    scope: self,
    audit: 'invitation.joined',
    input: { secret: Secret },
    output: z.object({ customers: z.array(CustomerSlug) }),
    rest: { method: 'POST', path: '/invitations/join', summary: 'Gives one’s account the customers of an invitation' },
  }).mutation(async ({ ctx, input }) => {
    const joined = await joinByInvitation(ctx.db, hashOfSecret(input.secret));
    if (joined === undefined) throw invitationWorthless();
    ctx.tell({ customers: joined });
    return { customers: joined };
  }),
});

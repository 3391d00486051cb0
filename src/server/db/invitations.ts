import { sql } from 'drizzle-orm';
import type { Role } from '@/core/access';
import { AppError } from '@/core/errors';
import type { CustomerId, CustomerSlug, InvitationId, PersonId } from '@/core/ids';
import type { InvitationState } from '@/core/people';
import { uuidArray } from './array';
import { iso } from './clock';
import type { Transaction } from './connection';
import { ruleIn, underRules } from './rule';

type Db = Transaction['db'];

export interface Invitation {
  readonly id: InvitationId;
  readonly email: string;
  readonly role: Role;
  readonly customers: CustomerSlug[];
  readonly customerIds: CustomerId[];
  /** Who vouches: whoever made it, or made its link anew. */
  readonly invitedBy: string;
  /** ISO 8601, UTC. */
  readonly madeAt: string;
  readonly expiresAt: string;
  readonly state: InvitationState;
}

/**
 * Every invitation for a Super Admin, and for an Admin those that an Admin of the same customers could have made, the
 * newest first; one of them where an id is given.
 */
export async function invitationsInReach(db: Db, which: InvitationId | null = null): Promise<Invitation[]> {
  const rows = await db.execute<Record<string, unknown> & Invitation>(sql`
    select id, email, role, customers, customer_ids as "customerIds", invited_by as "invitedBy", made_at as "madeAt",
      expires_at as "expiresAt", state
    from auth.invitations_in_reach(${which}::uuid)`);
  return rows.map((row) => ({ ...row, madeAt: iso(row.madeAt), expiresAt: iso(row.expiresAt) }));
}

/** What the database refuses, by the name of its rule, as a person reads it. */
const sentences = {
  invitation_is_for_somebody_new: 'There is somebody with this e-mail already. Change their role or customers instead.',
  invitation_has_not_ended: 'This invitation has ended. Make another one.',
  invitation_is_for_an_account: 'There is an account with this e-mail. Sign in, and join with this invitation.',
  invitation_is_for_somebody_else: 'This invitation is for another e-mail address than yours.',
  invitation_is_for_another_role:
    'This invitation is for another role than yours, and one person has one role. A Super Admin can change it.',
} as const;

/** The rule of core/people.ts, as the tables say it at this moment. */
const beyond = 'invitation_is_within_the_inviter';
const withinInviter = async <T>(work: () => Promise<T>): Promise<T> => {
  try {
    return await underRules(sentences, work);
  } catch (error) {
    if (ruleIn(error) === beyond)
      throw new AppError('forbidden', 'You may not invite to this role in these customers.', { cause: error });
    throw error;
  }
};

export interface NewInvitation {
  readonly email: string;
  readonly role: Role;
  readonly customers: readonly CustomerId[];
  readonly days: number;
}

/**
 * Keeps an invitation with the hash of its link. Throws `forbidden` for more than the inviter may give, `conflict` for
 * somebody whom the inviter sees already. That an address belongs to anybody else is not told.
 */
export async function keepInvitation(db: Db, { email, role, customers, days }: NewInvitation, linkHash: Buffer) {
  const [made] = await withinInviter(() =>
    db.execute<{ id: InvitationId; expiresAt: string }>(sql`
      select id, expires_at as "expiresAt" from auth.invite(${email}, ${role}, ${uuidArray(customers)}, ${linkHash}, ${days})`),
  );
  if (made === undefined) throw new Error('auth.invite returned nothing');
  return { id: made.id, expiresAt: iso(made.expiresAt) };
}

/** Another link in the place of the one before. Returns when it ends. */
export async function renewInvitation(db: Db, which: InvitationId, { hash, days }: { hash: Buffer; days: number }) {
  const [made] = await withinInviter(() =>
    db.execute<{ at: string | null }>(sql`select auth.renew_invitation(${which}, ${hash}, ${days}) as at`),
  );
  if (made?.at == null) throw new AppError('notFound', 'no such invitation');
  return iso(made.at);
}

/** False where it had ended already. */
export async function revokeInvitation(db: Db, which: InvitationId): Promise<boolean> {
  const [done] = await db.execute<{ revoked: boolean }>(sql`select auth.revoke_invitation(${which}) as revoked`);
  return done?.revoked === true;
}

/** What whoever holds a link is told of it. */
export interface OpenedInvitation {
  readonly id: InvitationId;
  readonly email: string;
  readonly role: Role;
  /** In full, as people call them. */
  readonly customers: string[];
  readonly invitedBy: string;
  readonly expiresAt: string;
  readonly hasAccount: boolean;
}

/** Undefined for a link that is worth nothing, or nothing any more. In a stranger's transaction. */
export async function openInvitation(db: Db, linkHash: Buffer): Promise<OpenedInvitation | undefined> {
  const [found] = await db.execute<Record<string, unknown> & OpenedInvitation>(sql`
    select id, email, role, customers, invited_by as "invitedBy", expires_at as "expiresAt", has_account as "hasAccount"
    from auth.open_invitation(${linkHash})`);
  return found && { ...found, expiresAt: iso(found.expiresAt) };
}

/** Makes the person, once. Undefined as above. Throws `conflict` where there is an account. In a stranger's transaction. */
export async function acceptInvitation(
  db: Db,
  linkHash: Buffer,
  { name, passwordHash }: { name: string; passwordHash: string },
): Promise<{ id: PersonId; email: string } | undefined> {
  const [made] = await underRules(sentences, () =>
    db.execute<{ id: PersonId; email: string }>(
      sql`select id, email from auth.accept_invitation(${linkHash}, ${name}, ${passwordHash})`,
    ),
  );
  return made;
}

/** Gives the caller's own account the customers of an invitation. Undefined as above; throws `conflict` where it is not theirs. */
export async function joinByInvitation(db: Db, linkHash: Buffer): Promise<CustomerSlug[] | undefined> {
  const [done] = await underRules(sentences, () =>
    db.execute<{ customers: CustomerSlug[] | null }>(sql`select auth.join_by_invitation(${linkHash}) as customers`),
  );
  return done?.customers ?? undefined;
}

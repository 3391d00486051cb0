import { z } from 'zod';
import { type Role, roles } from './access';
import { Line } from './text';

/** How somebody is called: one line of 1 to 200 characters. */
export const PersonName = Line.trim().min(1).max(200);

/** An e-mail address, in lower case: people sign in with it, and one belongs to one person. */
export const EmailAddress = z.email('this is not an e-mail address').max(254).toLowerCase();

/**
 * The roles that somebody of this role may invite to: a Super Admin to any, an Admin to those below. Into which customers
 * is a matter of the inviter's own; both are asked again when the invitation is accepted.
 */
export function invitableRoles(inviter: Role): readonly Role[] {
  if (inviter === 'superAdmin') return roles;
  return inviter === 'admin' ? ['operator', 'viewer'] : [];
}

/** What an invitation is worth now. `void`: whoever made it may no longer invite to what it says. */
export const invitationStates = ['open', 'accepted', 'revoked', 'expired', 'void'] as const;
export type InvitationState = (typeof invitationStates)[number];

/** For how many days an invitation stands. */
export const invitationDays = { least: 1, usual: 7, most: 30 } as const;

/** For how many hours a link to a new password works. */
export const resetHours = 24;

import { type Role, roles } from './access';

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

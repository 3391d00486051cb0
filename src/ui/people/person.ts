import type { inferRouterOutputs } from '@trpc/server';
import type { Role } from '@/core/access';
import { invitableRoles } from '@/core/people';
import { counted, number } from '@/core/shown/format';
import type { AppRouter } from '@/server/api/root';

type Outputs = inferRouterOutputs<AppRouter>;

export type Person = Outputs['people']['get'];
export type Invitation = Outputs['invitations']['list']['items'][number];
export type PersonSignIn = Outputs['people']['signIns']['items'][number];

/** A customer as one is chosen in a form. */
export interface CustomerChoice {
  readonly slug: string;
  readonly name: string;
  readonly stripe: number;
}

/** Whether somebody of the one role assigns customers to somebody of the other. A Super Admin needs none. */
export const mayAssign = (role: Role, other: Role): boolean =>
  other !== 'superAdmin' && invitableRoles(role).includes(other);

/** `4 people`, `1 person`. */
export const people = (count: number): string => `${number(count)} ${count === 1 ? 'person' : 'people'}`;

/** What a change did to the sessions, after it. */
export const endedWords = (ended: number | null): string => {
  // An Admin is not told where else a person is at work.
  if (ended === null) return 'Whatever was signed in has ended.';
  return ended === 0 ? 'They were not signed in.' : `${counted(ended, 'signed-in session')} ended.`;
};

/** After what does it, before it is done. */
export const endsSessions = 'ends the signed-in sessions of this person at once.';

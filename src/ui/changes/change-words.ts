import { type ChangeState, changeName } from '@/core/change/change';
import type { ChangeGroup } from '@/core/change/groups';
import type { ChangeLine } from './views';

export const stateWords = {
  previewing: 'Reading the router',
  previewed: 'Waits for a decision',
  authorised: 'Authorised',
  applying: 'Under way',
  verified: 'Verified',
  reverted: 'Undone',
  failed: 'Failed',
  unknown: 'Outcome unknown',
  unneeded: 'Nothing to do',
  refused: 'Refused',
  withdrawn: 'Withdrawn',
  rejected: 'Rejected',
  expired: 'Expired',
} as const satisfies Record<ChangeState, string>;

export const groupWords = {
  waiting: 'To decide',
  underWay: 'Under way',
  unknown: 'Outcome unknown',
  verified: 'Verified',
  undone: 'Undone',
  unmade: 'Not made',
} as const satisfies Record<ChangeGroup, string>;

/** The parameters by whose values one would call a change, the most telling first. */
const naming = ['name', 'comment', 'interface', 'address', 'list'];

/** What it is about, for people: `anna`; where nothing in it is a name, all that it was asked with. */
export function subjectOf({ values }: Pick<ChangeLine, 'values'>): string {
  const name = naming.find((one) => values[one] !== undefined);
  return name === undefined ? Object.values(values).map(String).join(', ') : String(values[name]);
}

/** `Suspend a subscriber: anna`, `Take C-12 back: anna`. */
export function titleOf({ title, values, reverts }: Pick<ChangeLine, 'title' | 'values' | 'reverts'>): string {
  const deed = reverts === null ? title : `Take ${changeName(reverts.number)} back`;
  const subject = subjectOf({ values });
  return subject === '' ? deed : `${deed}: ${subject}`;
}

import type { Member, RolloutCounts } from './rollout';

/** What is to be done for a rollout that runs. */
export type Next =
  /** Something is at work, or nobody may begin just now. */
  | { readonly kind: 'wait' }
  | { readonly kind: 'begin'; readonly members: readonly Member[] }
  /** One did not come out as it was to: nothing new is begun before a person says so. */
  | { readonly kind: 'halt'; readonly because: Member }
  /** Its turn came for each. */
  | { readonly kind: 'end' };

interface Running {
  readonly members: readonly Member[];
  readonly waveSize: number;
  /** When it was authorised, or last resumed. What failed before that, a person has seen. */
  readonly since: string;
  /** Whether it may begin at this moment: its window is open, and nothing else is made of its device. */
  readonly mayBegin: (member: Member) => boolean;
}

const isAtWork = ({ state, isBeingRead }: Member): boolean =>
  state === 'authorised' || state === 'applying' || (state === 'unknown' && isBeingRead);

export const isNotBegun = ({ isPart, state, releasedAt }: Member): boolean =>
  isPart && state === 'authorised' && releasedAt === null;

/** Its turn has come, and it has not ended, or may yet be undone by itself. */
const isBegun = (member: Member): boolean => member.isPart && member.releasedAt !== null && isAtWork(member);

/**
 * The first device alone, then as many as a wave has, and the next wave when all of the last are verified. After it was resumed the
 * first of those that are left is alone again.
 */
export function nextOf({ members, waveSize, since, mayBegin }: Running): Next {
  const made = members.filter(({ isPart, releasedAt }) => isPart && releasedAt !== null && later(releasedAt, since));
  // What was begun before is known to whoever resumed it.
  const bad = made.find((member) => member.state !== 'verified' && (!isAtWork(member) || member.state === 'unknown'));
  const left = members.filter(isNotBegun);
  if (bad !== undefined && left.length > 0) return { kind: 'halt', because: bad };
  if (members.some(isBegun)) return { kind: 'wait' };
  if (left.length === 0) return { kind: 'end' };
  const ready = left.filter(mayBegin).slice(0, made.length === 0 ? 1 : waveSize);
  return ready.length === 0 ? { kind: 'wait' } : { kind: 'begin', members: ready };
}

const later = (one: string, other: string): boolean => Date.parse(one) >= Date.parse(other);

/** How they stand, added up. */
export function countsOf(members: readonly Member[]): RolloutCounts {
  const count = (is: (member: Member) => boolean): number => members.filter(is).length;
  const isFailed = (member: Member) =>
    member.isPart && ['failed', 'reverted', 'unknown'].includes(member.state) && !isBegun(member);
  const known = {
    devices: members.length,
    previewing: count(({ state }) => state === 'previewing'),
    waiting: count((member) => member.state === 'previewed' || isNotBegun(member)),
    begun: count(isBegun),
    verified: count(({ state }) => state === 'verified'),
    failed: count(isFailed),
    unneeded: count(({ state }) => state === 'unneeded'),
  };
  const { devices, ...told } = known;
  return { ...known, leftOut: devices - Object.values(told).reduce((sum, one) => sum + one, 0) };
}

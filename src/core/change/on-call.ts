import { may, type Role } from '../access';
import type { AppError } from '../errors';
import { conflict, type Decidable, forbidden, isPast, ofArchived, ofRollout, past } from './decide';

/*
 * One Admin of a customer may be named as being on call: until then they may authorise a W3 of their own alone, where safe mode
 * undoes it by itself; and somebody else looks at it the next day. The database holds the same once more: app.on_call_standing, and
 * the checks of server/db/schema/reviews.ts.
 */

/** For so long at most, in hours: somebody is named anew each week. */
export const longestOnCallHours = 168;

/** What somebody else made of it afterwards. */
export const verdicts = ['inOrder', 'notInOrder'] as const;
export type Verdict = (typeof verdicts)[number];

/** How whoever looks stands to a customer: `overdue`, on call, and what they authorised so was not reviewed in time. */
export const onCallStandings = ['none', 'onCall', 'overdue'] as const;
export type OnCallStanding = (typeof onCallStandings)[number];

export const onCallOverdue =
  'A change that you authorised on call is overdue for its review. Until somebody has reviewed it, a W3 takes a second person.';
export const notOnCall = 'You are not on call for this customer: a W3 takes a second person.';
export const onCallBounds = 'On call, a W3 is authorised alone only where safe mode undoes it by itself.';

/** Without the second person that it takes, by whoever is on call: a W3 that they asked for, of one device, inside safe mode. */
export function whyNotOnCall(
  change: Decidable & {
    readonly onCall: OnCallStanding;
    readonly overriddenBy: object | null;
    readonly isUndone: boolean;
  },
  role: Role,
  now: string,
): AppError | null {
  const { state, tier, guard, isUndone, isOwn, onCall, expiresAt, overriddenBy } = change;
  if (state !== 'previewed') return conflict(past[state]);
  const whole = ofRollout(change);
  if (whole !== null) return whole;
  if (onCall === 'none' || !may(role, 'change.authorise')) return forbidden(notOnCall);
  if (!isOwn) return conflict('It takes no second person beside you: authorise it.');
  if (tier !== 'W3') return conflict('Only what is a W3 is authorised on call.');
  if (guard !== 'safeMode' || !isUndone) return forbidden(onCallBounds);
  if (overriddenBy !== null) return forbidden('What would cut our own way takes a second person, also on call.');
  if (onCall === 'overdue') return forbidden(onCallOverdue);
  if (isPast(expiresAt, now)) return conflict(past.expired);
  return change.closed == null ? ofArchived(change) : conflict(change.closed);
}

/** Of a change that was authorised on call: when it is to be reviewed, and what came of that. Times are ISO 8601, UTC. */
export interface Review<By> {
  readonly dueAt: string;
  readonly by: By | null;
  readonly at: string | null;
  readonly verdict: Verdict | null;
}

/** Whoever else could have authorised it reviews it, once, when it is over. */
export function whyNotReview(
  {
    review,
    isOwn,
    endedAt,
    lookAt,
  }: Readonly<{ review: Review<object> | null; isOwn: boolean; endedAt: string | null; lookAt: string | null }>,
  role: Role,
): AppError | null {
  if (review === null) return conflict('Only what was authorised on call is reviewed.');
  if (review.verdict !== null) return conflict('It was reviewed already.');
  if (isOwn) return forbidden('You authorised it yourself: somebody else reviews it.');
  if (!may(role, 'change.authorise')) return forbidden('What was authorised on call is reviewed by an Admin.');
  return endedAt === null || lookAt !== null ? conflict('It is reviewed once it has ended.') : null;
}

/** Nobody has reviewed it, and the day on which somebody was to has passed. */
export const isReviewOverdue = ({ dueAt, verdict }: Review<unknown>, now: number): boolean =>
  verdict === null && Date.parse(dueAt) <= now;

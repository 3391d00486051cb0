import { z } from 'zod';
import { verdicts, whyNotOnCall, whyNotReview } from '@/core/change/on-call';
import { Reason, Remark } from '@/core/change/reason';
import { AppError } from '@/core/errors';
import { reviewChange } from '@/server/db/change-decisions';
import { authorisedBy, Digest, decidedMeanwhile, nowOf, refuseAuthorising, seen } from '../change-deciding';
import { change } from '../change-scopes';
import { ChangeView, changeViewOf } from '../change-views';
import { procedure } from '../procedure';

/** What whoever is on call authorises alone, and what somebody else makes of it afterwards. */
export const changeOnCall = {
  authoriseOnCall: procedure({
    permission: 'change.authorise',
    scope: change,
    audit: 'change.authorisedOnCall',
    input: {
      digest: Digest,
      /** Kept with the change for as long as there is one, 1 to 500 characters. */
      reason: Reason,
    },
    output: ChangeView,
    rest: {
      method: 'POST',
      path: '/changes/{change}/authorise-on-call',
      summary: 'Have one’s own W3 made alone, inside safe mode, by whoever is on call; somebody else reviews it',
    },
  }).mutation(async ({ ctx: { db, me, change, tell }, input: { digest, reason } }) => {
    const wanted = { digest, whyNot: whyNotOnCall };
    await refuseAuthorising(db, me, change, wanted);
    const told = await authorisedBy(db, me, change, { ...wanted, alone: { by: 'beingOnCall', reason } });
    tell(seen(change, digest));
    return told;
  }),

  review: procedure({
    permission: 'change.authorise',
    scope: change,
    audit: 'change.reviewed',
    input: {
      verdict: z.enum(verdicts),
      /** At most 500 characters; what is not in order has one. */
      remark: Remark.nullable().default(null),
    },
    output: ChangeView,
    rest: {
      method: 'POST',
      path: '/changes/{change}/review',
      summary: 'Say whether what somebody else authorised on call is in order',
    },
  }).mutation(async ({ ctx: { db, me, change, tell }, input: { verdict, remark: typed } }) => {
    const hindrance = whyNotReview(change, me.role);
    if (hindrance !== null) throw hindrance;
    const remark = typed === '' ? null : typed;
    if (verdict === 'notInOrder' && remark === null) throw new AppError('invalid', 'remark: say what is not in order');
    const isDone = await reviewChange(db, me, change, { verdict, remark });
    const now = await nowOf(db, me, change);
    if (!isDone) throw whyNotReview(now, me.role) ?? decidedMeanwhile();
    tell({ change: change.id, tier: change.tier, verdict });
    return changeViewOf(db, me, now);
  }),
};

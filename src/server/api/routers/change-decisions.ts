import { z } from 'zod';
import { changeName } from '@/core/change/change';
import { whyNotAuthorise, whyNotBreakGlass, whyNotOverride, whyNotReject, whyNotWithdraw } from '@/core/change/decide';
import { Reason } from '@/core/change/reason';
import { AppError } from '@/core/errors';
import { longestPassword } from '@/core/passwords';
import { confirmPassword } from '@/server/auth/confirm-password';
import { overrideChange, rejectChange, withdrawChange } from '@/server/db/change-decisions';
import { databaseTime } from '@/server/db/clock';
import { authorisedBy, Digest, decidedMeanwhile, nowOf, refuseAuthorising, seen } from '../change-deciding';
import { change } from '../change-scopes';
import { ChangeView, changeViewOf } from '../change-views';
import { procedure } from '../procedure';
import { whileAwake } from '../while-awake';

/** What people decide of a change that was previewed. */
export const changeDecisions = {
  authorise: procedure({
    permission: 'template.deploy',
    scope: change,
    audit: 'change.authorised',
    input: { digest: Digest },
    output: ChangeView,
    rest: {
      method: 'POST',
      path: '/changes/{change}/authorise',
      summary: 'Have exactly what was previewed made',
    },
  }).mutation(async ({ ctx: { db, me, change, tell }, input: { digest } }) => {
    const wanted = { digest, whyNot: whyNotAuthorise };
    await refuseAuthorising(db, me, change, wanted);
    const told = await authorisedBy(db, me, change, wanted);
    tell(seen(change, digest));
    return told;
  }),

  breakGlass: procedure({
    permission: 'change.override',
    scope: change,
    audit: 'change.glassBroken',
    input: {
      digest: Digest,
      /** Kept with the change for as long as there is one, 1 to 500 characters. */
      reason: Reason,
      /** The caller's own. */
      password: z.string().min(1).max(longestPassword),
    },
    output: ChangeView,
    rest: {
      method: 'POST',
      path: '/changes/{change}/break-glass',
      summary:
        'Have a change made without the second person that it takes, or outside its windows; it is marked for ever',
    },
  }).mutation(async ({ ctx: { db, me, change, tell }, input: { digest, reason, password } }) => {
    const wanted = { digest, whyNot: whyNotBreakGlass };
    await refuseAuthorising(db, me, change, wanted);
    await whileAwake(db, confirmPassword(password, me));
    const told = await authorisedBy(db, me, change, { ...wanted, alone: { by: 'breakingGlass', reason } });
    tell(seen(change, digest));
    return told;
  }),

  override: procedure({
    permission: 'change.override',
    scope: change,
    audit: 'change.overridden',
    input: {
      digest: Digest,
      /** Kept with the change for as long as there is one, 1 to 500 characters. */
      reason: Reason,
      /** The name of the change, `C-12`, as somebody typed it who means this one. */
      typed: z.string().max(20),
    },
    output: ChangeView,
    rest: {
      method: 'POST',
      path: '/changes/{change}/override',
      summary:
        'Have a change wait for a decision although it would cut the own way to the router; it is marked for ever',
    },
  }).mutation(async ({ ctx: { db, me, change, tell }, input: { digest, reason, typed } }) => {
    await refuseAuthorising(db, me, change, { digest, whyNot: whyNotOverride });
    if (typed.trim().toLowerCase() !== changeName(change.number).toLowerCase())
      throw new AppError('invalid', `typed: ${changeName(change.number)}, by whoever means this change`);
    const isDone = await overrideChange(db, me, { ...change, digest }, reason);
    const now = await nowOf(db, me, change);
    if (!isDone) {
      await refuseAuthorising(db, me, now, { digest, whyNot: whyNotOverride });
      throw decidedMeanwhile();
    }
    tell(seen(change, digest));
    return changeViewOf(db, me, now);
  }),

  reject: procedure({
    permission: 'change.authorise',
    scope: change,
    audit: 'change.rejected',
    input: {
      /** For whoever asked, 1 to 500 characters. */
      reason: Reason,
    },
    output: ChangeView,
    rest: {
      method: 'POST',
      path: '/changes/{change}/reject',
      summary: 'Reject a change that somebody else asked for, with a reason',
    },
  }).mutation(async ({ ctx: { db, me, change, tell }, input: { reason } }) => {
    const hindrance = whyNotReject(change, me.role, await databaseTime(db));
    if (hindrance !== null) throw hindrance;
    const isDone = await rejectChange(db, me, change, reason);
    const now = await nowOf(db, me, change);
    if (!isDone) throw whyNotReject(now, me.role, await databaseTime(db)) ?? decidedMeanwhile();
    tell({ change: change.id, tier: change.tier });
    return changeViewOf(db, me, now);
  }),

  withdraw: procedure({
    permission: 'template.deploy',
    scope: change,
    audit: 'change.withdrawn',
    output: ChangeView,
    rest: {
      method: 'POST',
      path: '/changes/{change}/withdraw',
      summary: 'Withdraw a change that nobody has authorised',
    },
  }).mutation(async ({ ctx: { db, me, change, tell } }) => {
    const hindrance = whyNotWithdraw(change);
    if (hindrance !== null) throw hindrance;
    const isDone = await withdrawChange(db, me, change);
    const now = await nowOf(db, me, change);
    if (!isDone) throw whyNotWithdraw(now) ?? decidedMeanwhile();
    tell({ change: change.id });
    return changeViewOf(db, me, now);
  }),
};

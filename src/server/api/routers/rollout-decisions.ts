import { z } from 'zod';
import type { Principal } from '@/core/access';
import { Reason } from '@/core/change/reason';
import { AppError } from '@/core/errors';
import { longestPassword } from '@/core/passwords';
import * as decide from '@/core/rollout/decide';
import { confirmPassword } from '@/server/auth/confirm-password';
import { databaseTime } from '@/server/db/clock';
import type { Transaction } from '@/server/db/connection';
import {
  authoriseRollout,
  rejectRollout,
  resumeRollout,
  stopRollout,
  withdrawRollout,
} from '@/server/db/rollout-decisions';
import { membersOf } from '@/server/db/rollout-members';
import { findRollout, type Rollout } from '@/server/db/rollouts';
import { procedure } from '../procedure';
import { rollout } from '../rollout-scope';
import { RolloutView } from '../rollout-shapes';
import { decidableOf, digestOfPlanned, rolloutViewOf, sumOf } from '../rollout-views';
import { whileAwake } from '../while-awake';

type Db = Transaction['db'];

/** Of what was seen. */
const Digest = z.string().regex(/^[0-9a-f]{64}$/, '64 hexadecimal digits in lower case');

type WhyNot = (of: decide.DecidableRollout, role: Principal['role'], now: string) => AppError | null;

const decidedMeanwhile = (): AppError =>
  new AppError('conflict', 'Somebody decided on it meanwhile. Look at it again.');

/** Throws why not. */
async function refuse(db: Db, me: Principal, of: Rollout, whyNot: WhyNot, digest?: string): Promise<void> {
  const members = await membersOf(db, me, [of.id]);
  const now = await databaseTime(db);
  const hindrance = whyNot(await decidableOf(db, of, { members, now }), me.role, now);
  if (hindrance !== null) throw hindrance;
  if (digest !== undefined && digestOfPlanned(of, members) !== digest) throw decide.otherRollout();
}

/** What somebody decided just now. Throws `conflict` where somebody was faster. */
async function decided(db: Db, me: Principal, of: Rollout, isDone: boolean) {
  if (!isDone) throw decidedMeanwhile();
  const now = await findRollout(db, me, of.id);
  if (now === undefined) throw new Error('a rollout was decided on and cannot be seen');
  return rolloutViewOf(db, me, now, await membersOf(db, me, [of.id]));
}

/** What was authorised, for the entry: how many, and by which digest. */
async function seen(db: Db, me: Principal, of: Rollout, digest: string) {
  const { tier, counts } = sumOf(await membersOf(db, me, [of.id]));
  return { rollout: of.id, digest, tier, devices: counts.waiting };
}

/** What people decide of a rollout. */
export const rolloutDecisions = {
  authorise: procedure({
    permission: 'template.deploy',
    scope: rollout,
    audit: 'rollout.authorised',
    input: { digest: Digest },
    output: RolloutView,
    rest: {
      method: 'POST',
      path: '/rollouts/{rollout}/authorise',
      summary: 'Have exactly what was previewed of a rollout made',
    },
  }).mutation(async ({ ctx: { db, me, rollout, tell }, input: { digest } }) => {
    await refuse(db, me, rollout, decide.whyNotAuthoriseRollout, digest);
    tell(await seen(db, me, rollout, digest));
    return decided(db, me, rollout, await authoriseRollout(db, me, rollout, { digest }));
  }),

  breakGlass: procedure({
    permission: 'change.override',
    scope: rollout,
    audit: 'rollout.glassBroken',
    input: {
      digest: Digest,
      /** Kept with it for as long as there is one, 1 to 500 characters. */
      reason: Reason,
      /** The caller's own. */
      password: z.string().min(1).max(longestPassword),
    },
    output: RolloutView,
    rest: {
      method: 'POST',
      path: '/rollouts/{rollout}/break-glass',
      summary:
        'Have a rollout made without the second person that it takes, or outside its windows; it is marked for ever',
    },
  }).mutation(async ({ ctx: { db, me, rollout, tell }, input: { digest, reason, password } }) => {
    await refuse(db, me, rollout, decide.whyNotBreakGlassOfRollout, digest);
    await whileAwake(db, confirmPassword(password, me));
    tell(await seen(db, me, rollout, digest));
    return decided(db, me, rollout, await authoriseRollout(db, me, rollout, { digest, brokenBecause: reason }));
  }),

  reject: procedure({
    permission: 'change.authorise',
    scope: rollout,
    audit: 'rollout.rejected',
    input: {
      /** For whoever asked, 1 to 500 characters. */
      reason: Reason,
    },
    output: RolloutView,
    rest: {
      method: 'POST',
      path: '/rollouts/{rollout}/reject',
      summary: 'Reject a rollout that somebody else asked for, with a reason',
    },
  }).mutation(async ({ ctx: { db, me, rollout, tell }, input: { reason } }) => {
    await refuse(db, me, rollout, decide.whyNotRejectRollout);
    tell({ rollout: rollout.id });
    return decided(db, me, rollout, await rejectRollout(db, me, rollout, reason));
  }),

  withdraw: procedure({
    permission: 'template.deploy',
    scope: rollout,
    audit: 'rollout.withdrawn',
    output: RolloutView,
    rest: {
      method: 'POST',
      path: '/rollouts/{rollout}/withdraw',
      summary: 'Withdraw a rollout that nobody has authorised',
    },
  }).mutation(async ({ ctx: { db, me, rollout, tell } }) => {
    await refuse(db, me, rollout, decide.whyNotWithdrawRollout);
    tell({ rollout: rollout.id });
    return decided(db, me, rollout, await withdrawRollout(db, me, rollout));
  }),

  stop: procedure({
    permission: 'template.deploy',
    scope: rollout,
    audit: 'rollout.stopped',
    output: RolloutView,
    rest: {
      method: 'POST',
      path: '/rollouts/{rollout}/stop',
      summary: 'Begin nothing more of a rollout; what is being made ends',
    },
  }).mutation(async ({ ctx: { db, me, rollout, tell } }) => {
    await refuse(db, me, rollout, decide.whyNotStop);
    tell({ rollout: rollout.id });
    return decided(db, me, rollout, await stopRollout(db, me, rollout));
  }),

  resume: procedure({
    permission: 'template.deploy',
    scope: rollout,
    audit: 'rollout.resumed',
    output: RolloutView,
    rest: {
      method: 'POST',
      path: '/rollouts/{rollout}/resume',
      summary: 'Go on with the devices of a stopped rollout that have not begun',
    },
  }).mutation(async ({ ctx: { db, me, rollout, tell } }) => {
    await refuse(db, me, rollout, decide.whyNotResume);
    tell({ rollout: rollout.id });
    return decided(db, me, rollout, await resumeRollout(db, me, rollout));
  }),
};

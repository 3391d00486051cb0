import { z } from 'zod';
import type { Role } from '@/core/access';
import type { OtherChange, ToldChange } from '@/core/change/change';
import {
  whyNotAuthorise,
  whyNotBreakGlass,
  whyNotOverride,
  whyNotReject,
  whyNotRevert,
  whyNotWithdraw,
} from '@/core/change/decide';
import { whyNotOnCall, whyNotReview } from '@/core/change/on-call';
import { closedAt } from '@/core/change/times';
import type { Change } from '@/server/db/changes';

const sentence = z.string().nullable();

/** Why somebody may not do what can be done of a change, each as a sentence; null: they may. */
export const WhyNotView = z.object({
  ...{ authorise: sentence, breakGlass: sentence, onCall: sentence, override: sentence },
  ...{ review: sentence, reject: sentence, withdraw: sentence, revert: sentence },
});

/** Why it may not begin at this moment, where its windows are closed. */
export const closedFor = ({ times, timeZone }: Change, now: string): string | null =>
  closedAt(new Date(now), timeZone, times)?.sentence ?? null;

interface AtThisMoment {
  readonly now: string;
  readonly takenBack: OtherChange | null;
  readonly madeAgain: OtherChange | null;
  readonly inverse: readonly string[];
}

export function whyNotOf(change: Change, role: Role, { now, ...others }: AtThisMoment): ToldChange['whyNot'] {
  const timed = { ...change, closed: closedFor(change, now) };
  return {
    authorise: whyNotAuthorise(timed, role, now)?.message ?? null,
    breakGlass: whyNotBreakGlass(timed, role, now)?.message ?? null,
    onCall: whyNotOnCall(timed, role, now)?.message ?? null,
    override: whyNotOverride(change, role, now)?.message ?? null,
    review: whyNotReview(change, role)?.message ?? null,
    reject: whyNotReject(change, role, now)?.message ?? null,
    withdraw: whyNotWithdraw(change)?.message ?? null,
    revert: whyNotRevert({ ...change, ...others }, role)?.message ?? null,
  };
}

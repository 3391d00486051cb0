import type { Tier } from '../actions/define';
import type { Words } from '../letters';
import { minute } from '../shown/format';
import { type ChangeState, changeName } from './change';
import type { Verdict } from './on-call';

/** A change of which somebody is to be told. Times are ISO 8601. */
export interface TellableChange {
  readonly number: number;
  /** Its slug. */
  readonly customer: string;
  readonly device: string;
  /** The template's title. */
  readonly title: string;
  readonly tier: Tier | null;
  readonly state: ChangeState;
  readonly expiresAt: string | null;
  readonly by: string;
  /** Whoever authorised or rejected it. */
  readonly decidedBy: string | null;
  /** Of what was authorised on call: whether somebody is to review it, or what came of that; null: it was not. */
  readonly review: 'due' | Verdict | null;
  readonly reviewedBy: string | null;
}

/** What became of it, behind its name; null: nothing that anybody is told by mail. */
const outcomes: Readonly<Partial<Record<ChangeState, string>>> = {
  previewed: 'waits for a second person',
  authorised: 'was authorised',
  verified: 'was made and read back',
  reverted: 'was undone',
  failed: 'failed; nothing was changed',
  unknown: 'was begun, and how it ended is not known',
  rejected: 'was rejected',
  expired: 'expired: nobody decided',
};

/** What became of the review, behind its name. */
const reviews = {
  due: 'was authorised on call, and waits for your review',
  inOrder: 'was reviewed: it is in order',
  notInOrder: 'was reviewed: it is not in order',
} as const satisfies Readonly<Record<NonNullable<TellableChange['review']>, string>>;

/** What a mail says of a change: which, of what, and how it stands. What it was asked with stays behind the link. */
export function changeLetter(change: TellableChange, link: string): Words {
  const { number, customer, device, title, tier, state, expiresAt, by, decidedBy, review, reviewedBy } = change;
  const went = outcomes[state] ?? 'has moved on';
  const outcome = review === null ? went : reviews[review];
  const waits = state === 'previewed';
  const lines = [
    `${changeName(number)} of ${customer} ${outcome}.`,
    '',
    `What: ${title}`,
    `Device: ${device}`,
    `Risk: ${tier ?? 'not known yet'}`,
    `Asked by: ${by}`,
    ...(decidedBy === null ? [] : [`Decided by: ${decidedBy}`]),
    ...(review === null ? [] : [`Authorised on call. It ${went}.`]),
    ...(reviewedBy === null ? [] : [`Reviewed by: ${reviewedBy}`]),
    ...(waits && expiresAt !== null ? [`Expires: ${minute(expiresAt)} UTC`] : []),
    '',
    waits ? 'What it would do, and the decision:' : review === 'due' ? 'How it went, and the review:' : 'How it went:',
    link,
  ];
  return {
    subject: `${changeName(number)} ${outcome.replace(/[:;,].*$/, '')} (${customer})`,
    text: `${lines.join('\n')}\n`,
  };
}

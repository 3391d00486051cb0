import { may, type Role } from '../access';
import type { Tier } from '../actions/define';
import { ofUnguarded } from '../change/decide';
import { AppError } from '../errors';
import { counted } from '../shown/format';
import type { TemplateStanding } from '../templates/versions';
import type { RolloutCounts, RolloutState } from './rollout';

/*
 * Why somebody may not decide on a rollout, in the sentence beside the button, with which a refused request is answered. The rules
 * of its changes hold for each of them once more: core/change/decide.ts, and the database.
 */

/** What a decision hangs on. Times are ISO 8601, UTC. */
export interface DecidableRollout {
  readonly state: RolloutState;
  /** Of exactly the version that it was asked with. */
  readonly template: TemplateStanding;
  readonly tier: Tier | null;
  readonly takesTwo: boolean;
  readonly isOwn: boolean;
  /** One of its routers at least would not undo its change by itself. */
  readonly isUnguarded: boolean;
  readonly counts: RolloutCounts;
  /** One of its routers at least is outside its windows, or in a freeze: why, as a sentence; null: none is. */
  readonly closed: string | null;
  /** Until when what was previewed first may be authorised; null: nothing was. */
  readonly expiresAt: string | null;
  /** Until when devices of it may be begun; null: it was not authorised. */
  readonly runsUntil: string | null;
}

type Hindrance = AppError | null;

const conflict = (sentence: string): AppError => new AppError('conflict', sentence);
const forbidden = (sentence: string): AppError => new AppError('forbidden', sentence);

const past: Readonly<Record<Exclude<RolloutState, 'planned'>, string>> = {
  running: 'It is authorised already, and being made.',
  stopped: 'It was authorised already, and stopped.',
  done: 'It is over.',
  withdrawn: 'It was withdrawn.',
  rejected: 'It was rejected. Ask for it anew.',
  expired: 'Its previews, or its authorisation, are too old. Ask for it anew.',
};

const tooOld = 'The first of its previews is too old. Ask for it anew.';

/** What the database says of it, where somebody was faster. */
export const ofRetiredTemplate = 'The version of its template was retired: ask for it anew with one that is in force.';

/** Each of its changes is made by exactly that version, and so is what asks once more. */
const withoutTemplate: Readonly<Record<TemplateStanding, string | null>> = {
  inForce: null,
  retired: ofRetiredTemplate,
  unknown: 'This version of Routeward has not that version of its template: ask for it anew.',
};

function whyNotByTemplate({ template }: DecidableRollout): Hindrance {
  const sentence = withoutTemplate[template];
  return sentence === null ? null : conflict(sentence);
}

const isPast = (at: string | null, now: string): boolean => at === null || Date.parse(at) <= Date.parse(now);

function whyNotDecide({ state, counts, expiresAt }: DecidableRollout, now: string): Hindrance {
  if (state !== 'planned') return conflict(past[state]);
  if (counts.previewing > 0) return conflict(`${counted(counts.previewing, 'device')} are still being previewed.`);
  if (counts.waiting === 0) return conflict('Of none of its devices is there anything to be made.');
  return isPast(expiresAt, now) ? conflict(tooOld) : null;
}

export function whyNotAuthoriseRollout(of: DecidableRollout, role: Role, now: string): Hindrance {
  const { tier, takesTwo, isOwn } = of;
  if (of.state !== 'planned') return conflict(past[of.state]);
  const isMighty = may(role, 'change.authorise');
  if (!isMighty && tier === 'W3') return forbidden('A rollout of tier W3 takes an Admin who authorises it.');
  if (!isMighty && !isOwn)
    return forbidden('Somebody else asked for it: they may authorise it themselves, or an Admin may.');
  if (!isMighty && of.isUnguarded) return forbidden(ofUnguarded);
  if (isOwn && takesTwo)
    return forbidden(
      tier === 'W3'
        ? 'A rollout of tier W3 takes a second person: another Admin authorises it.'
        : 'Each change of this customer takes a second person: an Admin who did not ask authorises it.',
    );
  return whyNotByTemplate(of) ?? whyNotDecide(of, now);
}

export function whyNotBreakGlassOfRollout(of: DecidableRollout, role: Role, now: string): Hindrance {
  if (of.state !== 'planned') return conflict(past[of.state]);
  if (!may(role, 'change.override')) return forbidden('Only a Super Admin breaks the glass.');
  if (of.closed === null && (!of.isOwn || !of.takesTwo))
    return conflict('It takes no second person beside you: authorise it.');
  return whyNotByTemplate(of) ?? whyNotDecide(of, now);
}

export function whyNotRejectRollout(of: DecidableRollout, role: Role, now: string): Hindrance {
  if (of.state !== 'planned') return conflict(past[of.state]);
  if (of.isOwn) return forbidden('You asked for it yourself: withdraw it.');
  if (!may(role, 'change.authorise')) return forbidden('What somebody else asked for is rejected by an Admin.');
  return whyNotDecide(of, now);
}

export function whyNotWithdrawRollout({ state, isOwn }: DecidableRollout): Hindrance {
  if (state !== 'planned') return conflict(past[state]);
  return isOwn ? null : forbidden('Only whoever asked for it may withdraw it.');
}

/** Whoever may deploy may also stop: it is the careful thing to do. */
export const whyNotStop = ({ state }: DecidableRollout): Hindrance =>
  state === 'running' ? null : conflict(state === 'planned' ? 'Nothing of it is being made.' : 'It does not run.');

/** Those that have not begun, under the authorisation that there is. */
export function whyNotResume(of: DecidableRollout, role: Role, now: string): Hindrance {
  const { state, counts, isOwn, runsUntil } = of;
  if (state !== 'stopped') return conflict(state === 'running' ? 'It runs.' : 'It was not stopped.');
  if (counts.begun > 0)
    return conflict(`${counted(counts.begun, 'device')} of it have not ended yet, or are being read back: wait.`);
  if (counts.waiting === 0) return conflict('Each of its devices has had its turn.');
  if (isPast(runsUntil, now)) return conflict('Its authorisation is too old. Ask for it anew.');
  return isOwn || may(role, 'change.authorise')
    ? whyNotByTemplate(of)
    : forbidden('It is resumed by whoever asked for it, or by an Admin.');
}

/** `failures`: how many of its devices asking again would ask. */
export function whyNotRetry(of: DecidableRollout, failures: number): Hindrance {
  const { state, counts } = of;
  if (state === 'planned' || state === 'running' || counts.begun > 0)
    return conflict('It is not over: stop it, or wait.');
  return failures === 0 ? conflict('Nothing of it failed, so there is nothing to retry.') : whyNotByTemplate(of);
}

export const otherRollout = (): AppError =>
  conflict('What it is of has changed since you looked. Look at it again before you authorise it.');

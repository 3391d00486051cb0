import { may, type Role } from '../access';
import type { Tier } from '../actions/define';
import { AppError } from '../errors';
import { type OtherRollout, rolloutName } from '../rollout/rollout';
import { type ChangeState, changeName, previewMinutes } from './change';
import type { Rung } from './guard';

/*
 * Why somebody may not decide on a change, in the sentence that the screen shows beside the button and a refused request
 * answers with. The database holds the same rules once more: drizzle/0034_change_rights.sql.
 */

/** What a decision hangs on. Times are ISO 8601, UTC. */
export interface Decidable {
  readonly state: ChangeState;
  readonly tier: Tier | null;
  /** What takes it back when we lose the way; null: it is not known yet. */
  readonly guard: Rung | null;
  /** By its tier or by its customer's policy it takes a second person. */
  readonly takesTwo: boolean;
  /** Whoever decides asked for it. */
  readonly isOwn: boolean;
  /** One of the write actions that Admins do directly. */
  readonly isDirect: boolean;
  readonly expiresAt: string | null;
  readonly deviceName: string;
  readonly isDeviceArchived: boolean;
  /** The rollout that it is one device of: it is decided on over all of them. */
  readonly rollout?: OtherRollout | null;
  /** Outside its windows, or in a freeze: why, as a sentence. */
  readonly closed?: string | null;
}

/** Why not, as it is told; null: nothing is in the way. */
type Hindrance = AppError | null;

export const past: Readonly<Record<Exclude<ChangeState, 'previewed'>, string>> = {
  previewing: 'It is still being previewed.',
  authorised: 'It is authorised already.',
  applying: 'It is authorised already, and being made.',
  verified: 'It was made already.',
  reverted: 'It was authorised already, made and undone. Ask for it anew.',
  failed: 'It failed. Ask for it anew.',
  unknown: 'It was authorised already, and how it ended is not known.',
  unneeded: 'The router is as it would be already: there is nothing to do.',
  refused: 'Its preview refuses it.',
  withdrawn: 'It was withdrawn.',
  rejected: 'It was rejected. Ask for it anew.',
  expired: `Its preview is more than ${previewMinutes} minutes old. Ask for it anew.`,
};

export const conflict = (sentence: string): AppError => new AppError('conflict', sentence);
export const forbidden = (sentence: string): AppError => new AppError('forbidden', sentence);

export const ofDirect = 'Direct write actions take an Admin; templates of the library do not.';

export const ofUnguarded = 'The router would not undo it by itself: an Admin authorises it.';
export const ofUnguardedW3 = 'A change of tier W3 is not made where the router would not undo it by itself.';

export const ofArchived = ({ isDeviceArchived, deviceName }: Decidable): Hindrance =>
  isDeviceArchived ? conflict(`${deviceName} is archived.`) : null;

export const ofRollout = ({ rollout }: Pick<Decidable, 'rollout'>): Hindrance =>
  rollout == null
    ? null
    : conflict(`It is one of the changes of ${rolloutName(rollout.number)}, which is decided on as a whole.`);

export const isPast = (expiresAt: string | null, now: string): boolean =>
  expiresAt === null || Date.parse(expiresAt) <= Date.parse(now);

/** Why it takes an Admin, as a sentence; null: it does not. */
function whyAdmin({ tier, isOwn, isDirect, guard }: Decidable): string | null {
  if (tier === 'W3') return 'A change of tier W3 takes an Admin who authorises it.';
  if (!isOwn) return 'Somebody else asked for it: they may authorise it themselves, or an Admin may.';
  if (isDirect) return ofDirect;
  return guard === 'none' ? ofUnguarded : null;
}

/** One's own as far as its tier and its customer allow; that of others, and whatever is risky, takes an Admin, and a W3 two people. */
export function whyNotAuthorise(change: Decidable, role: Role, now: string): Hindrance {
  const { state, tier, takesTwo, isOwn, expiresAt } = change;
  if (state !== 'previewed') return conflict(past[state]);
  const whole = ofRollout(change);
  if (whole !== null) return whole;
  const admin = may(role, 'change.authorise') ? null : whyAdmin(change);
  if (admin !== null) return forbidden(admin);
  if (isOwn && takesTwo)
    return forbidden(
      tier === 'W3'
        ? 'A change of tier W3 takes a second person: another Admin authorises it.'
        : 'Each change of this customer takes a second person: an Admin who did not ask authorises it.',
    );
  if (isPast(expiresAt, now)) return conflict(past.expired);
  return change.closed == null ? ofArchived(change) : conflict(change.closed);
}

/** Without the second person that it takes, or while its windows are closed: a Super Admin, and nobody else. */
export function whyNotBreakGlass(change: Decidable, role: Role, now: string): Hindrance {
  const { state, takesTwo, isOwn, expiresAt, closed = null } = change;
  if (state !== 'previewed') return conflict(past[state]);
  const whole = ofRollout(change);
  if (whole !== null) return whole;
  if (!may(role, 'change.override')) return forbidden('Only a Super Admin breaks the glass.');
  if (closed === null && (!isOwn || !takesTwo)) return conflict('It takes no second person beside you: authorise it.');
  return isPast(expiresAt, now) ? conflict(past.expired) : ofArchived(change);
}

/** What is refused for nothing but that it would cut our own way: it waits for a decision then, which is another one. */
export function whyNotOverride(
  { state, isLockout, expiresAt, ...change }: Decidable & { readonly isLockout: boolean },
  role: Role,
  now: string,
): Hindrance {
  if (state !== 'refused') return conflict('Only what its preview refuses is overridden.');
  const whole = ofRollout(change);
  if (whole !== null) return whole;
  if (!may(role, 'change.override')) return forbidden('Only a Super Admin overrides the prediction of a lockout.');
  if (!isLockout)
    return conflict('It is refused for another reason than that it would cut our own way, or no guard would undo it.');
  return isPast(expiresAt, now) ? conflict(past.expired) : ofArchived({ state, expiresAt, ...change });
}

/** Whoever could authorise what somebody else asked for can reject it; one's own is withdrawn. */
export function whyNotReject(change: Decidable, role: Role, now: string): Hindrance {
  const { state, isOwn, expiresAt } = change;
  if (state !== 'previewed') return conflict(past[state]);
  const whole = ofRollout(change);
  if (whole !== null) return whole;
  if (isOwn) return forbidden('You asked for it yourself: withdraw it.');
  if (!may(role, 'change.authorise')) return forbidden('What somebody else asked for is rejected by an Admin.');
  return isPast(expiresAt, now) ? conflict(past.expired) : null;
}

export const otherPreview = (): AppError =>
  conflict('The preview is another one by now. Look at it before you authorise it.');

export function whyNotWithdraw(change: Pick<Decidable, 'state' | 'isOwn' | 'rollout'>): Hindrance {
  const { state, isOwn } = change;
  if (state !== 'previewing' && state !== 'previewed') return conflict(past[state]);
  const whole = ofRollout(change);
  if (whole !== null) return whole;
  return isOwn ? null : forbidden('Only whoever asked for it may withdraw it.');
}

interface Parted {
  readonly state: ChangeState;
  /** When an unknown outcome is looked at next; null: it is so for good. */
  readonly lookAt: string | null;
  /** The change that it takes back itself. */
  readonly reverts: unknown;
}

/** Nobody knows what of it was made, and it is not looked at any more. */
const isLeftInPart = ({ state, lookAt, reverts }: Parted): boolean =>
  state === 'unknown' && lookAt === null && reverts === null;

/** `takenBack`: the number of the change that does so already. `inverse`: what would be said to the router. */
export function whyNotRevert(
  change: Decidable & {
    readonly takenBack: { readonly number: number } | null;
    readonly inverse: readonly string[];
    /** A later one of the same template, which was verified on the device since: some of what is there is its doing. */
    readonly madeAgain: { readonly number: number } | null;
  } & Parted,
  role: Role,
): Hindrance {
  if (change.state !== 'verified' && !isLeftInPart(change))
    return conflict('Only a change that was made, or may have been made in part, can be taken back.');
  if (change.takenBack !== null) return conflict(`${changeName(change.takenBack.number)} takes it back already.`);
  if (change.state !== 'verified' && change.madeAgain !== null)
    return conflict(`${changeName(change.madeAgain.number)} made it since: take that one back.`);
  if (change.inverse.length === 0) return conflict('Nothing brings back what it did.');
  if (change.isDirect && !may(role, 'action.write')) return forbidden(ofDirect);
  return ofArchived(change);
}

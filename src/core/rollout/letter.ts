import type { TellableChange } from '../change/letter';
import type { Words } from '../letters';
import { counted, minute } from '../shown/format';
import { type RolloutState, rolloutName } from './rollout';

/** A rollout of which somebody is to be told. Times are ISO 8601. */
export interface TellableRollout extends Omit<TellableChange, 'device' | 'state' | 'review' | 'reviewedBy'> {
  readonly devices: number;
  readonly state: RolloutState;
  /** Whoever stopped it; null: it stopped by itself, or it does not stand still. */
  readonly stoppedBy: string | null;
  /** Whoever had it go on after it stopped, the last time. */
  readonly resumedBy: string | null;
}

/** What became of it, behind its name. */
const outcomes: Readonly<Record<RolloutState, string>> = {
  planned: 'waits for a second person',
  running: 'was authorised, and is being made',
  stopped: 'stopped: nothing more is begun before somebody looks',
  done: 'is over',
  withdrawn: 'was withdrawn',
  rejected: 'was rejected',
  expired: 'expired: what had not begun is as it was',
};

/** What a person did to it after it was authorised; null: the last that became of it is something else. */
function handOf({ state, stoppedBy, resumedBy }: TellableRollout): { did: string; by: string } | null {
  if (state === 'stopped' && stoppedBy !== null) return { did: 'was stopped', by: stoppedBy };
  return state === 'running' && resumedBy !== null ? { did: 'was resumed', by: resumedBy } : null;
}

/** What a mail says of a rollout: which, of what, and how it stands. What it was asked with, and of which devices, stays behind the link. */
export function rolloutLetter(rollout: TellableRollout, link: string): Words {
  const { number, customer, devices, title, tier, state, expiresAt, by, decidedBy } = rollout;
  const [name, hand, waits] = [rolloutName(number), handOf(rollout), state === 'planned'];
  const outcome = hand?.did ?? outcomes[state];
  const lines = [
    `${name} of ${customer} ${outcome}${hand === null ? '' : ` by ${hand.by}`}.`,
    '',
    `What: ${title}`,
    `On: ${counted(devices, 'device')}`,
    `Risk: ${tier ?? 'not known yet'}`,
    `Asked by: ${by}`,
    ...(decidedBy === null ? [] : [`${hand === null ? 'Decided' : 'Authorised'} by: ${decidedBy}`]),
    ...(waits && expiresAt !== null ? [`Expires: ${minute(expiresAt)} UTC`] : []),
    '',
    waits ? 'What it would do, and the decision:' : 'How it went:',
    link,
  ];
  return { subject: `${name} ${outcome.replace(/[:;,].*$/, '')} (${customer})`, text: `${lines.join('\n')}\n` };
}

import type { TellableChange } from '../change/letter';
import type { Words } from '../letters';
import { counted, minute } from '../shown/format';
import { type RolloutState, rolloutName } from './rollout';

/** A rollout of which somebody is to be told. Times are ISO 8601. */
export interface TellableRollout extends Omit<TellableChange, 'device' | 'state'> {
  readonly devices: number;
  readonly state: RolloutState;
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

/** What a mail says of a rollout: which, of what, and how it stands. What it was asked with, and of which devices, stays behind the link. */
export function rolloutLetter(rollout: TellableRollout, link: string): Words {
  const { number, customer, devices, title, tier, state, expiresAt, by, decidedBy } = rollout;
  const [name, outcome, waits] = [rolloutName(number), outcomes[state], state === 'planned'];
  const lines = [
    `${name} of ${customer} ${outcome}.`,
    '',
    `What: ${title}`,
    `On: ${counted(devices, 'device')}`,
    `Risk: ${tier ?? 'not known yet'}`,
    `Asked by: ${by}`,
    ...(decidedBy === null ? [] : [`Decided by: ${decidedBy}`]),
    ...(waits && expiresAt !== null ? [`Expires: ${minute(expiresAt)} UTC`] : []),
    '',
    waits ? 'What it would do, and the decision:' : 'How it went:',
    link,
  ];
  return { subject: `${name} ${outcome.replace(/[:;,].*$/, '')} (${customer})`, text: `${lines.join('\n')}\n` };
}

import { createHash, randomBytes } from 'node:crypto';
import type { Command, Fields } from './command';
import type { Account, Machine } from './machine';
import { Trap } from './trap';

/** What a connection knows about who speaks. */
export interface LoginState {
  challenge: Buffer | null;
  failures: number;
}

export type LoginAnswer =
  | { readonly kind: 'in'; readonly account: Account }
  | { readonly kind: 'challenge'; readonly fields: Fields }
  | { readonly kind: 'refused'; readonly trap: Trap; readonly isLast: boolean };

/** A wrong guess on 6.x costs the connection when it is the fifth. */
const patience = 5;

export function login(
  machine: Machine,
  accounts: readonly Account[],
  command: Command,
  state: LoginState,
): LoginAnswer {
  const name = command.attributes.get('name') ?? '';
  const response = command.attributes.get('response');
  const password = command.attributes.get('password');
  // Before 6.43 a password in clear was not even read; later versions still hand out a challenge nobody can use.
  const isChallenged = password === undefined || isBefore643(machine);
  if (response === undefined && isChallenged) {
    state.challenge = randomBytes(16);
    return { kind: 'challenge', fields: { ret: state.challenge.toString('hex') } };
  }
  const account = accounts.find((one) => one.name === name);
  const isRight =
    account !== undefined &&
    (response === undefined
      ? account.password === password
      : machine.version.isSix && response === expected(account.password, state.challenge));
  if (!isRight || machine.faults.refusesLogins) return refusal(machine, state);
  if (!account.policies.includes('api')) return { kind: 'refused', trap: new Trap('not permitted (9)'), isLast: false };
  return { kind: 'in', account };
}

function refusal({ version }: Machine, state: LoginState): LoginAnswer {
  state.failures++;
  const message = isOld(version.text) ? 'cannot log in' : 'invalid user name or password (6)';
  return { kind: 'refused', trap: new Trap(message), isLast: version.isSix && state.failures >= patience };
}

const minorOfSix = (text: string): number | null => {
  const [, minor] = /^6\.(\d+)/.exec(text) ?? [];
  return minor === undefined ? null : Number(minor);
};
const isOld = (text: string): boolean => (minorOfSix(text) ?? 49) < 43;
const isBefore643 = ({ version }: Machine): boolean => isOld(version.text);

/** `00` and the MD5 of a zero byte, the password and the challenge. */
function expected(password: string, challenge: Buffer | null): string | null {
  if (challenge === null) return null;
  const digest = createHash('md5')
    .update(Buffer.from([0]))
    .update(password, 'utf8')
    .update(challenge)
    .digest('hex');
  return `00${digest}`;
}

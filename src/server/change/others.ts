import { changesMade } from '@/core/actions/internal';
import { RouterFault } from '../routeros/fault';
import type { Held } from '../routeros/held';

type Fields = Readonly<Record<string, string>>;

/** What the router remembers of who changed what. Null: it does not tell. Throws RouterFault. */
export async function historyOf(held: Held): Promise<readonly Fields[] | null> {
  try {
    return (await held.say(changesMade())).rows;
  } catch (error) {
    if (error instanceof RouterFault && ['trap', 'notPermitted', 'unsupported'].includes(error.code)) return null;
    throw error;
  }
}

/** How many entries of `now` are of others than `account` and were not there before. */
export function othersSince(before: readonly Fields[], now: readonly Fields[], account: string): number {
  const known = new Map<string, number>();
  for (const entry of before) known.set(keyOf(entry), (known.get(keyOf(entry)) ?? 0) + 1);
  return now.filter((entry) => {
    const left = known.get(keyOf(entry)) ?? 0;
    known.set(keyOf(entry), left - 1);
    return left <= 0 && entry.by !== account;
  }).length;
}

const keyOf = ({ time, by, action, policy }: Fields): string => JSON.stringify([time, by, action, policy]);

/** For the message of a fault; nothing where there were none. */
export const ofOthers = (count: number): string =>
  count === 0
    ? ''
    : ` ${count === 1 ? 'A change that somebody else made' : `${count} changes that others made`} meanwhile ${count === 1 ? 'was' : 'were'} undone as well.`;

import { changesMade, safeModeAsked } from '@/core/actions/internal';
import { hasSafeMode } from '@/core/change/guard';
import type { OthersSeen } from '@/core/change/others-seen';
import { RouterFault } from '../routeros/fault';
import type { Held } from '../routeros/held';

type Fields = Readonly<Record<string, string>>;

/** What the router remembers of who changed what, the newest first. Null: it does not tell. Throws RouterFault. */
export async function historyOf(held: Held): Promise<readonly Fields[] | null> {
  try {
    return (await held.say(changesMade())).rows;
  } catch (error) {
    if (error instanceof RouterFault && ['trap', 'notPermitted', 'unsupported'].includes(error.code)) return null;
    throw error;
  }
}

/** What others than `account` have done and do on a router at this moment. Throws RouterFault. */
export async function othersSeen(
  held: Held,
  { account, routerOs }: { readonly account: string; readonly routerOs: string },
): Promise<OthersSeen> {
  const history = await historyOf(held);
  const [shown] = hasSafeMode(routerOs) ? (await held.say(safeModeAsked())).rows : [];
  return {
    history: history?.filter(({ by }) => by !== account).map(kept) ?? null,
    holder: shown?.enabled === 'true' && shown.current !== 'true' ? (shown.user ?? 'somebody') : null,
  };
}

const kept = ({ time = '', by = '', action = '', policy = '' }: Fields): Fields => ({ time, by, action, policy });

/** Throws RouterFault where somebody else has changed the router since it was previewed, or is about to undo all of it. */
export function refuseOthers(seen: OthersSeen | null, now: readonly Fields[] | null, account: string): void {
  if (seen === null || seen.history === null || now === null) return;
  const since = othersSince(seen.history, now, account);
  if (since.length > 0) throw new RouterFault('othersChanged', deedsOf(since));
}

/** The entries of `now` that are of others than `account` and were not there before. */
export function othersSince(before: readonly Fields[], now: readonly Fields[], account: string): readonly Fields[] {
  const known = new Map<string, number>();
  for (const entry of before) known.set(keyOf(entry), (known.get(keyOf(entry)) ?? 0) + 1);
  return now.filter((entry) => {
    const left = known.get(keyOf(entry)) ?? 0;
    known.set(keyOf(entry), left - 1);
    return left <= 0 && entry.by !== account;
  });
}

const keyOf = ({ time = '', by = '', action = '', policy = '' }: Fields): string =>
  JSON.stringify([time, by, action, policy]);

/** So many are told by name; of the rest how many they are. */
const mostTold = 5;

/** `admin (filter rule added, 2026-01-31 10:00:00)` */
function deedsOf(entries: readonly Fields[]): string {
  const told = entries.slice(0, mostTold).map(({ by = '', action = '', time = '' }) => `${by} (${action}, ${time})`);
  const rest = entries.length - told.length;
  return `${[...told, ...(rest > 0 ? [`${rest} more`] : [])].join(', ')}.`;
}

/** For the message of a fault; nothing where there were none. */
export const ofOthers = (entries: readonly Fields[]): string => {
  const isOne = entries.length === 1;
  if (entries.length === 0) return '';
  const what = isOne ? 'A change that somebody else made' : `${entries.length} changes that others made`;
  return ` ${what} meanwhile ${isOne ? 'was' : 'were'} undone as well: ${deedsOf(entries)}`;
};

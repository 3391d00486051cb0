import type { Guard, Rung } from './guard';

/** What guards a change, in the few words of a list. */
export const guardWords = {
  safeMode: 'the router’s own safe mode',
  timer: 'a timer on the router',
  none: 'none: the way back is kept here',
} as const satisfies Readonly<Record<Rung, string>>;

/** How it is guarded, before somebody authorises it. */
export function guardSentence({ rung, why, firesSeconds }: Guard, device: string): string {
  const unless = 'unless it is reached again on a new connection and reads back as shown here';
  if (rung === 'safeMode') return `Safe mode guards it: ${device} undoes it by itself ${unless}.`;
  if (rung === 'timer')
    return `A timer on it guards it: ${device} undoes it by itself after ${firesSeconds} seconds, and when it starts anew, ${unless}. ${why}`;
  return `Nothing guards it: ${device} will not undo it by itself, whatever goes wrong. How it is taken back is kept here, for somebody who can still reach it. ${why}`;
}

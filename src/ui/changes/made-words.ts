import type { Preview } from '@/core/change/change';
import { calledOf, effectOf, nounOf } from '@/core/change/effects';

/**
 * What was done, once it is: `On core-1 the subscriber anna is switched off, and their sessions were ended.` How many were
 * ended the preview cannot say: they come and go by themselves. Null: nothing is known to have been done.
 *
 * `isReadLater`: it was settled by reading back what was set, which says nothing of sessions where anything was set.
 */
export function madeOf(
  { steps, changes }: Pick<Preview, 'steps' | 'changes'>,
  device: string,
  { isReadLater }: { readonly isReadLater: boolean },
): string | null {
  const set = effectOf({ steps, changes: changes.filter(({ step }) => steps[step]?.isPassing !== true) }, device);
  const ended = changes.find(({ step }) => steps[step]?.isPassing === true);
  if (ended === undefined || (isReadLater && set !== null)) return set;
  const nouns = `${nounOf(steps[ended.step])}s`;
  if (set === null) return `On ${device} the ${nouns} of ${calledOf(ended)} were ended.`;
  return `${set.slice(0, -1)}, and their ${nouns} were ended.`;
}

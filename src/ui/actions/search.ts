import type { Read } from '@/core/actions/define';

/** Whether every word is in the action's title, its purpose or its id. No word fits everything. */
export function fits({ id, title, purpose }: Read, words: string): boolean {
  const text = `${id} ${title} ${purpose}`.toLowerCase();
  return words
    .trim()
    .toLowerCase()
    .split(/\s+/)
    .every((word) => text.includes(word));
}

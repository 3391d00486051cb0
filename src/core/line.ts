/** One line: no control characters, no invisible ones that turn the direction of what follows, nothing that is no character. */
export const oneLine = /^[^\p{C}\p{Zl}\p{Zp}]*$/u;

/** What is said of a text that is more. */
export const noOneLine = 'no control or invisible characters';

/** How many characters these are: one that takes two units of UTF-16 is one. */
export function charactersIn(text: string): number {
  let count = 0;
  for (const _ of text) count += 1;
  return count;
}

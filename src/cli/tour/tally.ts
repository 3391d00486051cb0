import { isDeepStrictEqual } from 'node:util';

/** Counts what held and what did not, and says each as it is found. */
export class Tally {
  readonly #say: (line: string) => void;
  readonly #broken: string[] = [];
  #held = 0;

  constructor(say: (line: string) => void) {
    this.#say = say;
  }

  chapter(title: string): void {
    this.#say(`\n${title}`);
  }

  /** `what` is the sentence that is to hold; `found` is what was there instead, said only where it does not. */
  check(what: string, holds: boolean, found: unknown): void {
    if (holds) {
      this.#held += 1;
      this.#say(`✓ ${what}`);
    } else this.#breaks(`${what}: found ${written(found)}`);
  }

  same(what: string, found: unknown, expected: unknown): void {
    this.check(what, isDeepStrictEqual(found, expected), `${written(found)} instead of ${written(expected)}`);
  }

  /** What could not be checked here, and why. It counts neither way. */
  leaveOut(why: string): void {
    this.#say(`· ${why}`);
  }

  /** What did not come to its end does not hold, whatever was found before. */
  breakOff(why: string): void {
    this.#breaks(`the tour could not go on: ${why}`);
  }

  /** Whether something was checked and all of it held: what decides the exit code. */
  get hasHeld(): boolean {
    return this.#held > 0 && this.#broken.length === 0;
  }

  summary(): string {
    const count = this.#held + this.#broken.length;
    if (this.hasHeld) return `${count} checks, all held.`;
    return [`${count} checks, ${this.#broken.length} did not hold:`, ...this.#broken.map((one) => `✗ ${one}`)].join(
      '\n',
    );
  }

  #breaks(sentence: string): void {
    this.#broken.push(sentence);
    this.#say(`✗ ${sentence}`);
  }
}

const longest = 600;

function written(value: unknown): string {
  const text = typeof value === 'string' ? value : (JSON.stringify(value) ?? 'nothing');
  return text.length > longest ? `${text.slice(0, longest)}…` : text;
}

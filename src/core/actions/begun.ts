import { type ReadId, readOf } from './index';

/** Hears how far something came that needs another device. */
export interface Beginning {
  take(fields: Readonly<Record<string, string>>): void;
  /** Why it never began, in a sentence with the router's own last word; null: it did, or it said nothing. */
  refusal(): string | null;
}

/** Of an action that needs no other device nothing is heard. RouterOS ends a test that was refused as any other, with `!done`. */
export function beginningOf(id: ReadId): Beginning {
  const { begun } = readOf(id);
  let hasBegun = begun === undefined;
  let last = '';
  return {
    take(fields) {
      if (begun === undefined) return;
      last = fields[begun.field] ?? last;
      hasBegun ||= begun.words.includes(last);
    },
    refusal() {
      if (hasBegun || last === '') return null;
      // The exact words are not in the manual; whichever they are, they are shown.
      return /auth|password|login/i.test(last)
        ? `The other device refused the account that is stored for bandwidth tests: ${last}.`
        : `The test did not begin: ${last}.`;
    },
  };
}

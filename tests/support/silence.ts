import { afterEach, expect } from 'vitest';

/** A test that has something printed as an error fails: what nobody reads is where a warning ends. */
const said: unknown[][] = [];
console.error = (...words: unknown[]) => {
  said.push(words);
};

afterEach(() => {
  expect(said.splice(0), 'console.error').toEqual([]);
});

import type { Value } from './parameter';

/** What is wrong, and with what. */
export interface Problem {
  /** The parameter's name and, in a list, the place from 0 behind it; empty for what is no parameter. */
  readonly path: readonly (string | number)[];
  /** Reads after the parameter's name: `from 1 to 300`. */
  readonly message: string;
}

/** A value as it is taken, or what is wrong with it. */
export type Verdict<Taken = Value> = { readonly value: Taken } | { readonly problems: readonly Problem[] };

export const refused = (message: string): { readonly problems: readonly Problem[] } => ({
  problems: [{ path: [], message }],
});

/** A text that is one of those, in the spelling in which it is kept. */
export const textThat = (
  value: unknown,
  [wanted, isValid]: readonly [wanted: string, isValid: (text: string) => boolean],
  spelled: (text: string) => string = (text) => text,
): Verdict<string> => (typeof value === 'string' && isValid(value) ? { value: spelled(value) } : refused(wanted));

/** The same problems, each of them in there. */
export const within = (place: string | number, problems: readonly Problem[]): readonly Problem[] =>
  problems.map(({ path, message }) => ({ path: [place, ...path], message }));

import type { Row } from './second-queries';

/** What a command answers besides the last `!done`: a row, that there is none, or a refusal. */
export type Said =
  | { readonly kind: '!re'; readonly row: Row; readonly isAfterSecond?: boolean }
  | { readonly kind: '!empty' }
  | { readonly kind: '!trap'; readonly category: number | null; readonly message: string };

/** What hangs on the `!done`, `=ret=5`, is what the generator returns. */
export type Answer = Generator<Said, Row, void>;

/** A command as it came: `=name=value` by name, `?` words in their order. */
export interface Asked {
  readonly path: string;
  readonly attributes: Row;
  readonly queries: readonly string[];
}

/** What differs between routers in how they answer. */
export interface Dialect {
  readonly isSeven: boolean;
  /** From 7.18 a print without rows says so. */
  readonly saysEmpty: boolean;
}

export const refusal = (message: string, category: number | null = null): Said => ({
  kind: '!trap',
  category,
  message,
});

/** A command that answers nothing but a refusal. */
export function* refused(message: string, category: number | null = null): Answer {
  yield refusal(message, category);
  return {};
}

/** What a check found: `ok`, `warn` (it works, and will not for ever), `fail` (something does not work). */
export interface Finding {
  readonly check: string;
  readonly level: 'ok' | 'warn' | 'fail';
  readonly found: string;
  /** What to do about it; null where there is nothing. */
  readonly advice: string | null;
}

export const ok = (check: string, found: string): Finding => ({ check, level: 'ok', found, advice: null });
export const warn = (check: string, found: string, advice: string): Finding => ({
  check,
  level: 'warn',
  found,
  advice,
});
export const fail = (check: string, found: string, advice: string): Finding => ({
  check,
  level: 'fail',
  found,
  advice,
});

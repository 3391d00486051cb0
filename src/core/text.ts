import { z } from 'zod';

/**
 * Text that a person typed and others will read, on one line: no control characters, no invisible ones that turn the
 * direction of what follows, and nothing that is no character at all. PostgreSQL refuses NUL; lone surrogates are not UTF-8.
 */
export const Line = z.string().regex(/^[^\p{C}\p{Zl}\p{Zp}]*$/u, 'no control or invisible characters');

/** The same over several lines. A browser ends them with CR LF; one kind of line end is kept. */
export const Lines = z
  .string()
  .overwrite((text) => text.replace(/\r\n?/g, '\n'))
  .regex(/^(?:[^\p{C}\p{Zl}\p{Zp}]|[\n\t])*$/u, 'no control or invisible characters');

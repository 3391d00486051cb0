import { z } from 'zod';

/**
 * Text that a person typed and others will read, on one line: no control characters, no invisible ones that turn the
 * direction of what follows, and nothing that is no character at all. PostgreSQL refuses NUL; lone surrogates are not UTF-8.
 */
export const Line = z.string().regex(/^[^\p{C}\p{Zl}\p{Zp}]*$/u, 'no control or invisible characters');

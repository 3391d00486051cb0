import { z } from 'zod';
import { noOneLine, oneLine } from './line';

/**
 * Text that a person typed and others will read, on one line: no control characters, no invisible ones that turn the
 * direction of what follows, and nothing that is no character at all. PostgreSQL refuses NUL; lone surrogates are not UTF-8.
 */
export const Line = z.string().regex(oneLine, noOneLine);

/** What pasted text brings along unseen and nobody meant: soft hyphens, zero-width spaces, byte order marks. */
const stowaways = /[\u00ad\u200b\ufeff]/g;
/** As in a line, but with line ends and tabs, and with the joiners that Persian is written with and emoji are made of. */
const foul = /[^\P{C}\n\t\u200c\u200d]|[\p{Zl}\p{Zp}]/u;

/** The same over several lines. A browser ends them with CR LF; one kind of line end is kept. */
export const Lines = z
  .string()
  .overwrite((text) => text.replace(/\r\n?/g, '\n').replace(stowaways, ''))
  .refine((text) => !foul.test(text), { error: ({ input }) => refusal(typeof input === 'string' ? input : '') });

/** Names what is wrong by its number and place: it cannot be seen. */
function refusal(text: string): string {
  const at = foul.exec(text)?.index ?? 0;
  const code = (text.codePointAt(at) ?? 0).toString(16).toUpperCase().padStart(4, '0');
  return `no control or invisible characters: U+${code} after "${text.slice(Math.max(0, at - 20), at)}"`;
}

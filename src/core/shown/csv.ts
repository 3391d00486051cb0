import { visible } from './cells';

/**
 * What a file of CSV begins with. Excel takes one without it for the code page of the machine, and a name in Cyrillic for
 * noise. Programs have the JSON, which has none.
 */
export const byteOrderMark = '\uFEFF';

/** What a spreadsheet would take for a formula: OWASP, CSV Injection. The wide forms count too: some take them for the same. */
const formula = /^[=+\-@\t\r\n\uFF1D\uFF0B\uFF0D\uFF20]/;
/** A signal of -67 and an offset of +1.5 stay numbers. */
const plainNumber = /^[+-]?\d+(?:\.\d+)?$/;

/** One cell of a line (RFC 4180), that no spreadsheet runs and in which everything can be seen. */
export const csvCell = (text: string): string => quoted(defused(visible(text)));

/** A person's words keep their line breaks and tabs: nothing else in them is a control character. */
export const csvWords = (text: string): string => quoted(defused(text.replace(/[^\n\t]+/g, visible)));

const defused = (text: string): string => (formula.test(text) && !plainNumber.test(text) ? `'${text}` : text);

const quoted = (text: string): string => (/[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text);

import { isSecretName, redacted, withoutSecrets } from './redaction';
import type { Reply } from './reply';

/** One value is at most so many characters; the mark that it was cut is among them. */
const most = 4096;
const mark = ' [cut]';

/** What no text may hold: PostgreSQL refuses NUL and lone surrogates, and a reader is fooled by turned directions. */
const foul = /[^\P{Cc}\t\n\r]|[\p{Cs}\u202a-\u202e\u2066-\u2069]/gu;

/**
 * A row as it may be kept: only the fields that the sentence asked for, without secrets, each at most 4,096 characters of
 * harmless text. What the router calls its fields makes no difference: only names of ours are looked up and made.
 */
export function admit(
  { fields: names }: Pick<Reply, 'fields'>,
  fields: Readonly<Record<string, string>>,
): Readonly<Record<string, string>> {
  const kept = names.flatMap((name): [string, string][] => {
    const value: unknown = Object.hasOwn(fields, name) ? fields[name] : undefined;
    return typeof value === 'string' ? [[name, admitted(name, value)]] : [];
  });
  return Object.fromEntries(kept);
}

function admitted(name: string, value: string): string {
  if (value !== '' && isSecretName(name)) return redacted;
  // Cut first, so that masking costs no more than that; once more, for a mask may be longer than what it hides.
  return cut(withoutSecrets(cut(value))).replace(foul, '\ufffd');
}

const cut = (text: string): string => (text.length <= most ? text : text.slice(0, most - mark.length) + mark);

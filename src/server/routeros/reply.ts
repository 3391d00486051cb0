import type { FaultCode } from '@/core/faults';
import { RouterFault } from './fault';

/** One sentence of a router's: what it is (`!re`), whose (`.tag`), its attributes, and words that are neither. */
export interface Reply {
  readonly kind: string;
  readonly tag: string | null;
  /** Without prototype: a router may name an attribute `__proto__`. */
  readonly fields: Readonly<Record<string, string>>;
  /** `!fatal` gives its reason so. */
  readonly bare: readonly string[];
}

/** Reads the words of one sentence. The tag may stand anywhere. Throws RouterFault `malformed`. */
export function replyOf(words: readonly string[]): Reply {
  const [kind = '', ...rest] = words;
  if (!kind.startsWith('!')) throw new RouterFault('malformed', `an answer begins with "${kind.slice(0, 40)}"`);
  // safe: an object without prototype has no fields yet.
  const fields = Object.create(null) as Record<string, string>;
  const bare: string[] = [];
  let tag: string | null = null;
  for (const word of rest) {
    if (word.startsWith('=')) {
      const middle = word.indexOf('=', 1);
      if (middle === -1) fields[word.slice(1)] = '';
      else fields[word.slice(1, middle)] = word.slice(middle + 1);
    } else if (word.startsWith('.tag=')) tag ??= word.slice('.tag='.length);
    else bare.push(word);
  }
  return { kind, tag, fields, bare };
}

/** Which traps are more than "refused": by how their message begins, as RouterOS 6.49 to 7.24 words it. */
const meanings: readonly (readonly [begins: string, code: FaultCode])[] = [
  ['not enough permissions', 'notPermitted'],
  ['no such command', 'unsupported'],
];

/** What the traps of one command come to: the first decides, all are told. */
export function faultOf(traps: readonly Reply[]): RouterFault {
  const messages = traps.map(({ fields }) => fields.message ?? '').filter((message) => message !== '');
  const code = meanings.find(([begins]) => messages[0]?.startsWith(begins))?.[1] ?? 'trap';
  const text = messages.length === 0 ? 'refused without a reason' : messages.join('; ');
  return new RouterFault(code, text, { category: traps[0]?.fields.category ?? null });
}

/** `!fatal` ends the connection; its reason is a word of its own. */
export function fatalOf({ bare, fields }: Reply): RouterFault {
  const reason = bare.join(' ') || fields.message;
  return new RouterFault('fatal', reason || 'the router ended the session without a reason');
}

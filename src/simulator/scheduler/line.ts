import { readTime } from '../written';

/** A line that this console does not understand. */
export class NotUnderstood extends Error {}

/** Which rows a command is about: those that have these values, or those that are named. */
export type Reference = { readonly where: readonly (readonly [name: string, value: string])[] } | string;

/** One line of a script. */
export type Line =
  | { readonly kind: 'delay'; readonly ms: number }
  | {
      readonly kind: 'command';
      /** The menu, the verb, and at most a name behind it. */
      readonly words: readonly string[];
      readonly arguments: readonly (readonly [name: string, value: Reference])[];
      /** What stands behind the verb without a name. */
      readonly about: Reference | null;
      /** Whatever goes wrong when it is carried out, the next line is. */
      readonly isForgiven: boolean;
    };

/** A word as it is written: bare text, text in quotes with its escapes, or an expression in brackets. */
const word = /\s*((?:[\w.:/*,!+=-]|"(?:[^"\\$]|\\.)*"|\[(?:[^[\]"]|"(?:[^"\\$]|\\.)*")*\])+)/y;

function wordsOf(text: string): string[] {
  const words: string[] = [];
  word.lastIndex = 0;
  for (let end = 0; end < text.trimEnd().length; end = word.lastIndex) {
    const [, found] = word.exec(text) ?? [];
    // Variables, blocks, other commands on the line: none of that is in a script that only takes something back.
    if (found === undefined) throw new NotUnderstood('syntax error');
    words.push(found);
  }
  return words;
}

function unquoted(text: string): string {
  if (!text.includes('"')) return text;
  if (!/^"(?:[^"\\]|\\.)*"$/.test(text)) throw new NotUnderstood('syntax error');
  return text.slice(1, -1).replace(/\\(.)/g, (_, special: string) => escapes[special] ?? special);
}

const escapes: Readonly<Record<string, string>> = { n: '\n', r: '\r', t: '\t', _: ' ' };

function pairOf(text: string): readonly [string, string] {
  const split = text.indexOf('=');
  if (split < 1) throw new NotUnderstood('syntax error');
  return [text.slice(0, split), text.slice(split + 1)];
}

function referenceOf(text: string): Reference {
  if (!text.startsWith('[')) return unquoted(text);
  const [verb, ...conditions] = wordsOf(text.slice(1, -1));
  if (!text.endsWith(']') || verb !== 'find') throw new NotUnderstood('syntax error');
  const compared = conditions[0] === 'where' ? conditions.slice(1) : conditions;
  return { where: compared.map(pairOf).map(([name, value]) => [name, unquoted(value)] as const) };
}

/** `:do { /interface set ether2 comment="x" } on-error={}` */
const forgiving = /^\s*:do\s*\{\s*(.*?)\s*\}\s*on-error=\{\s*\}\s*$/;

/** One command of a line: up to a semicolon that stands neither in quotes nor in a block. */
const command = /((?:[^;"{}]|"(?:[^"\\]|\\.)*"|\{(?:[^"{}]|"(?:[^"\\]|\\.)*")*\})*)(?:;|$)/y;

/** The commands of a line, in their order; none in an empty one and in a remark. Throws NotUnderstood. */
export function readLines(text: string): Line[] {
  const lines: Line[] = [];
  command.lastIndex = 0;
  for (let end = 0; end < text.length && !text.trim().startsWith('#'); end = command.lastIndex) {
    const [, found] = command.exec(text) ?? [];
    if (found === undefined) throw new NotUnderstood('syntax error');
    const line = readLine(found);
    if (line !== null) lines.push(line);
  }
  return lines;
}

/** Reads a command; null for none. Throws NotUnderstood. */
function readLine(text: string): Line | null {
  const [, within] = forgiving.exec(text) ?? [];
  if (within === undefined) return readPlain(text);
  const line = readPlain(within);
  return line?.kind === 'command' ? { ...line, isForgiven: true } : line;
}

function readPlain(text: string): Line | null {
  const [first, ...rest] = wordsOf(text.trim());
  if (first === undefined) return null;
  if (first === ':delay') {
    const ms = rest.length === 1 ? readTime(rest[0] ?? '') : null;
    if (ms === null) throw new NotUnderstood('invalid value for argument delay-time');
    return { kind: 'delay', ms };
  }
  if (!/^\/[a-z]/.test(first)) throw new NotUnderstood('bad command name');
  const all = [first.slice(1), ...rest];
  const isName = (one: string): boolean => /^[\w./-]+$/.test(one);
  const end = all.findIndex((one) => !isName(one));
  const words = end === -1 ? all : all.slice(0, end);
  const [about, ...named] = end === -1 ? [] : all.slice(end);
  const isAbout = about !== undefined && /^[[*"]/.test(about);
  const pairs = about === undefined || isAbout ? named : [about, ...named];
  return {
    ...{ kind: 'command', words, about: isAbout ? referenceOf(about) : null, isForgiven: false },
    arguments: pairs.map(pairOf).map(([name, value]) => [name, referenceOf(value)] as const),
  };
}

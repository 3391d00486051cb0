/** A property and its value, both text, in the order RouterOS writes them. */
export type Fields = Record<string, string>;

/** A sentence as a command: its path, its arguments, its queries and the tag its answers bear. */
export interface Command {
  readonly path: string;
  readonly attributes: ReadonlyMap<string, string>;
  readonly queries: readonly string[];
  readonly tag: string | null;
}

export function readCommand(words: readonly string[]): Command {
  const [path = '', ...rest] = words;
  const attributes = new Map<string, string>();
  const queries: string[] = [];
  let tag: string | null = null;
  for (const word of rest) {
    if (word.startsWith('.tag=')) tag = word.slice(5);
    else if (word.startsWith('?')) queries.push(word);
    else if (word.startsWith('=')) {
      const split = word.indexOf('=', 1);
      if (split === -1) attributes.set(word.slice(1), '');
      else attributes.set(word.slice(1, split), word.slice(split + 1));
    }
  }
  return { path, attributes, queries, tag };
}

/** `!re`, its tag and its fields as words. */
export function writeReply(kind: string, tag: string | null, fields: Fields = {}): string[] {
  const words = [kind];
  if (tag !== null) words.push(`.tag=${tag}`);
  for (const [name, value] of Object.entries(fields)) words.push(`=${name}=${value}`);
  return words;
}

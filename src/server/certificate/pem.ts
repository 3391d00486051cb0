/** What a front shows: PEM texts, the chain with the server's own certificate first. */
export interface Pair {
  readonly certificate: string;
  readonly key: string;
}

interface Block {
  /** `CERTIFICATE`, `PRIVATE KEY` and others (RFC 7468, section 4 and on). */
  readonly label: string;
  readonly text: string;
}

/** The blocks of a PEM text; what stands around them is left out, as RFC 7468 (section 2) has it. */
function blocksIn(text: string): Block[] {
  const found = text.matchAll(/-----BEGIN ([A-Z0-9 ]+)-----[^-]+(?:-[^-]+)*-----END \1-----/g);
  return [...found].map(([block, label = '']) => ({ label, text: block.replaceAll('\r', '') }));
}

const joined = (blocks: readonly Block[]): string => blocks.map(({ text }) => `${text}\n`).join('');

/** The certificates in a text, one after the other; empty where there is none. */
export const certificatesIn = (text: string): string[] =>
  blocksIn(text)
    .filter(({ label }) => label === 'CERTIFICATE')
    .map((block) => joined([block]));

/** The private keys in a text, whatever they are sealed with. */
export const keysIn = (text: string): string[] =>
  blocksIn(text)
    .filter(({ label }) => label.endsWith('PRIVATE KEY'))
    .map((block) => joined([block]));

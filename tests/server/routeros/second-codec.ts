/**
 * Words and sentences as the manual of the API describes them ("API words"), written from it alone: a mistake in our own
 * codec is not made here a second time.
 */

const prefixes = [
  { bytes: 1, below: 0x80, mark: 0 },
  { bytes: 2, below: 0x4000, mark: 0x80 },
  { bytes: 3, below: 0x20_0000, mark: 0xc0 },
  { bytes: 4, below: 0x1000_0000, mark: 0xe0 },
  { bytes: 5, below: 0x1_0000_0000, mark: 0xf0 },
];

/** The one to five bytes before a word of so many bytes. */
export function prefixOf(length: number): Buffer {
  const shape = prefixes.find(({ below }) => length < below);
  if (shape === undefined) throw new Error(`no word is ${length} bytes long`);
  const out = Buffer.alloc(shape.bytes);
  let rest = length;
  for (let at = shape.bytes - 1; at >= 0; at -= 1) {
    out[at] = rest % 256;
    rest = Math.floor(rest / 256);
  }
  out[0] = (out[0] ?? 0) + shape.mark;
  return out;
}

export function encoded(words: readonly string[]): Buffer {
  const parts = words.flatMap((word) => {
    const bytes = Buffer.from(word, 'utf8');
    return [prefixOf(bytes.length), bytes];
  });
  return Buffer.concat([...parts, Buffer.from([0])]);
}

interface Prefix {
  readonly length: number;
  readonly bytes: number;
}

/** Null where not all of it has come. Throws for a first byte that the manual reserves, and a length in more bytes than it gives it. */
export function prefixIn(bytes: Buffer, from: number): Prefix | null {
  const first = bytes[from];
  if (first === undefined) return null;
  if (first >= 0xf8) throw new Error('a control byte, which the manual reserves');
  const { bytes: count, mark } = prefixes.findLast((one) => first >= one.mark) ?? { bytes: 1, mark: 0 };
  if (bytes.length < from + count) return null;
  let length = first - mark;
  for (let at = 1; at < count; at += 1) length = length * 256 + (bytes[from + at] ?? 0);
  if (prefixOf(length).length !== count) throw new Error('a length in more bytes than it takes');
  return { length, bytes: count };
}

/** Hands over each sentence when its zero word has come; a sentence without words is none. */
export class Sentences {
  #rest = Buffer.alloc(0);
  #words: string[] = [];

  constructor(readonly onSentence: (words: readonly string[]) => void) {}

  push(chunk: Buffer): void {
    this.#rest = Buffer.concat([this.#rest, chunk]);
    let at = 0;
    for (;;) {
      const prefix = prefixIn(this.#rest, at);
      if (prefix === null || this.#rest.length < at + prefix.bytes + prefix.length) break;
      const start = at + prefix.bytes;
      at = start + prefix.length;
      if (prefix.length > 0) this.#words.push(this.#rest.subarray(start, at).toString('utf8'));
      else this.#end();
    }
    this.#rest = this.#rest.subarray(at);
  }

  #end(): void {
    const words = this.#words;
    this.#words = [];
    if (words.length > 0) this.onSentence(words);
  }
}

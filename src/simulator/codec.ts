/** Words above this are no command of ours: the connection ends instead of the process's memory. */
const longestWord = 16 * 1024 * 1024;

/** What no RouterOS reads either: a length whose first byte is reserved, or a word beyond all measure. */
export class NotTheProtocol extends Error {}

/** A length in front of its word: one to five bytes, big endian, the leading ones telling how many follow. */
export function encodeLength(length: number): Buffer {
  if (length < 0x80) return Buffer.from([length]);
  if (length < 0x4000) return Buffer.from([0x80 | (length >>> 8), length & 0xff]);
  if (length < 0x20_0000) return Buffer.from([0xc0 | (length >>> 16), (length >>> 8) & 0xff, length & 0xff]);
  const four = Buffer.alloc(4);
  if (length < 0x1000_0000) {
    four.writeUInt32BE((0xe000_0000 | length) >>> 0);
    return four;
  }
  four.writeUInt32BE(length);
  return Buffer.concat([Buffer.from([0xf0]), four]);
}

/** The length at `offset` and where its word begins; null while bytes of it are missing. */
export function decodeLength(bytes: Buffer, offset: number): { length: number; start: number } | null {
  const first = bytes[offset];
  if (first === undefined) return null;
  if (first >= 0xf8) throw new NotTheProtocol(`the first byte of a length is reserved: 0x${first.toString(16)}`);
  const following = bounds.filter((bound) => first >= bound).length;
  if (offset + following >= bytes.length) return null;
  let length = following === 4 ? 0 : first & (0xff >> (following === 0 ? 1 : following + 1));
  for (let index = 1; index <= following; index++) length = length * 256 + (bytes[offset + index] ?? 0);
  return { length, start: offset + following + 1 };
}

/** From each of these first bytes on, one more byte follows. */
const bounds = [0x80, 0xc0, 0xe0, 0xf0];

/** A character that stands for one raw byte 0x80..0xFF: RouterOS stores whatever bytes a terminal once sent. */
const rawFirst = 0xf700;
const rawCharacter = /[\uf780-\uf7ff]/;

/** Text that goes onto the wire as exactly these bytes, be they UTF-8 or not (a comment typed in code page 1251). */
export function rawText(bytes: Uint8Array): string {
  return Array.from(bytes, (byte) => String.fromCharCode(byte < 0x80 ? byte : rawFirst + byte)).join('');
}

function bytesOf(word: string): Buffer {
  if (!rawCharacter.test(word)) return Buffer.from(word, 'utf8');
  return Buffer.concat(
    Array.from(word, (one) =>
      rawCharacter.test(one) ? Buffer.from([one.charCodeAt(0) - rawFirst]) : Buffer.from(one, 'utf8'),
    ),
  );
}

/** A whole sentence with the empty word that ends it. */
export function encodeSentence(words: readonly string[]): Buffer {
  const parts: Buffer[] = [];
  for (const word of words) {
    const bytes = bytesOf(word);
    parts.push(encodeLength(bytes.length), bytes);
  }
  parts.push(Buffer.from([0]));
  return Buffer.concat(parts);
}

/** Puts sentences together from whatever pieces the network delivers. Empty sentences are nothing. */
export class SentenceReader {
  #pending: Buffer = Buffer.alloc(0);
  #words: string[] = [];

  /** The sentences these bytes complete. Throws NotTheProtocol. */
  push(chunk: Buffer): string[][] {
    this.#pending = this.#pending.length === 0 ? chunk : Buffer.concat([this.#pending, chunk]);
    const sentences: string[][] = [];
    let offset = 0;
    for (let word = this.#wordAt(offset); word !== null; word = this.#wordAt(offset)) {
      offset = word.end;
      if (word.text !== '') this.#words.push(word.text);
      else if (this.#words.length > 0) sentences.push(this.#words.splice(0));
    }
    this.#pending = this.#pending.subarray(offset);
    return sentences;
  }

  #wordAt(offset: number): { text: string; end: number } | null {
    const prefix = decodeLength(this.#pending, offset);
    if (prefix === null) return null;
    if (prefix.length > longestWord) throw new NotTheProtocol(`a word of ${prefix.length} bytes`);
    const end = prefix.start + prefix.length;
    if (end > this.#pending.length) return null;
    return { text: this.#pending.toString('utf8', prefix.start, end), end };
  }
}

import { isAscii } from 'node:buffer';
import { RouterFault } from './fault';
import type { TextOf } from './text';

/** A word that must not be sent, or a sentence without words. It is our own mistake or an attack, never the router's. */
export class Unsendable extends Error {
  override readonly name = 'Unsendable';
}

/**
 * Bytes, but for `words`. What is larger than this is no answer of a router's API. An answer's first word is a short one,
 * `!trap` or the like: a banner of SSH or a page of HTTP is known for what it is by its first byte.
 */
export const caps = { first: 32, word: 16 * 1024 * 1024, words: 10_000, sentence: 32 * 1024 * 1024 };

/**
 * One sentence as bytes, in one buffer: words with their length in front, a zero at the end (manual: API, "API words").
 * An empty word would end the sentence early and make a second one of the rest, so it is refused, as are control
 * characters and what UTF-8 cannot write. Throws Unsendable.
 */
export function encodeSentence(words: readonly string[]): Buffer {
  if (words.length === 0 || words.length > caps.words) throw new Unsendable(`a sentence of ${words.length} words`);
  const sizes = words.map(sizeOf);
  const total = sizes.reduce((sum, size) => sum + lengthBytes(size) + size, 1);
  if (total > caps.sentence) throw new Unsendable(`a sentence of ${total} bytes`);
  const bytes = Buffer.alloc(total);
  let at = 0;
  for (const [index, word] of words.entries()) {
    at = writeLength(bytes, at, sizes[index] ?? 0);
    at += bytes.write(word, at, 'utf8');
  }
  return bytes;
}

function sizeOf(word: string): number {
  if (/[\p{Cc}\p{Cs}]/u.test(word)) throw new Unsendable('a control character in a word');
  const size = Buffer.byteLength(word, 'utf8');
  if (size === 0 || size > caps.word) throw new Unsendable(`a word of ${size} bytes`);
  return size;
}

function lengthBytes(length: number): number {
  if (length < 0x80) return 1;
  if (length < 0x4000) return 2;
  if (length < 0x20_0000) return 3;
  return length < 0x1000_0000 ? 4 : 5;
}

/** The marks in the first byte, by how many bytes the length has. */
const marks = [0, 0, 0x80, 0xc0, 0xe0, 0xf0];

function writeLength(bytes: Buffer, at: number, length: number): number {
  const size = lengthBytes(length);
  bytes.writeUIntBE(length, at, size);
  bytes[at] = (bytes[at] ?? 0) | (marks[size] ?? 0);
  return at + size;
}

/** How many bytes the length has that begins with this one. 0xF1 to 0xF7 are not written by anybody; 0xF8 and on are reserved. */
function lengthBytesFrom(first: number): number {
  if (first < 0x80) return 1;
  if (first < 0xc0) return 2;
  if (first < 0xe0) return 3;
  if (first < 0xf0) return 4;
  if (first > 0xf0) throw new RouterFault('malformed', `a word's length begins with the byte 0x${first.toString(16)}`);
  return 5;
}

function readLength(bytes: Buffer, at: number, size: number): number {
  const first = (bytes[at] ?? 0) ^ (marks[size] ?? 0);
  return size === 1 ? first : first * 256 ** (size - 1) + bytes.readUIntBE(at + 1, size - 1);
}

/**
 * Makes sentences of bytes that come in any pieces, each byte looked at once. Empty sentences are passed over.
 * `onSentence` gets the words and how many bytes they took. `push` throws RouterFault `malformed` or `tooLarge`; nothing
 * can be read after that, because nobody knows where the next word begins.
 */
export class Decoder {
  #words: string[] = [];
  #bytes = 0;
  /** A length of which only the first bytes have come. */
  readonly #length = Buffer.alloc(5);
  #lengthHeld = 0;
  /** A word of which only the first bytes have come; it grows with them, since a length is easily claimed. */
  #word: Buffer | null = null;
  #wordHeld = 0;
  #wordSize = 0;
  /** The piece at hand as one text, if it is all ASCII: cutting a text is several times faster than making one per word. */
  #plain: string | null = null;

  constructor(
    private readonly textOf: TextOf,
    private readonly onSentence: (words: readonly string[], bytes: number) => void,
  ) {}

  push(chunk: Buffer): void {
    this.#plain = isAscii(chunk) ? chunk.toString('latin1') : null;
    let at = 0;
    while (at < chunk.length) {
      if (this.#wordSize > 0) at = this.#continueWord(chunk, at);
      else if (this.#lengthHeld > 0) at = this.#continueLength(chunk, at);
      else at = this.#next(chunk, at);
    }
  }

  /** The usual case: a length, and a word that is all there. */
  #next(chunk: Buffer, at: number): number {
    const size = lengthBytesFrom(chunk[at] ?? 0);
    if (at + size > chunk.length) return this.#continueLength(chunk, at);
    const start = at + size;
    const length = readLength(chunk, at, size);
    if (start + length > chunk.length || length === 0) {
      this.#begin(length, size);
      return start;
    }
    this.#count(length, size);
    const end = start + length;
    this.#words.push(this.#plain === null ? this.textOf(chunk, start, end) : this.#plain.slice(start, end));
    return end;
  }

  #continueLength(chunk: Buffer, at: number): number {
    this.#length[this.#lengthHeld] = chunk[at] ?? 0;
    this.#lengthHeld += 1;
    const size = lengthBytesFrom(this.#length[0] ?? 0);
    if (this.#lengthHeld === size) {
      this.#lengthHeld = 0;
      this.#begin(readLength(this.#length, 0, size), size);
    }
    return at + 1;
  }

  /** A word begins whose bytes are still to come; a word without bytes ends the sentence. */
  #begin(length: number, size: number): void {
    this.#count(length, size);
    if (length > 0) {
      this.#wordSize = length;
      return;
    }
    const [words, bytes] = [this.#words, this.#bytes];
    this.#words = [];
    this.#bytes = 0;
    if (words.length > 0) this.onSentence(words, bytes);
  }

  #count(length: number, size: number): void {
    if (this.#words.length === 0 && length > caps.first)
      throw new RouterFault('malformed', 'this is no answer of the API');
    if (length > caps.word) throw new RouterFault('tooLarge', `a word of ${length} bytes`);
    this.#bytes += size + length;
    if (this.#bytes > caps.sentence) throw new RouterFault('tooLarge', 'a sentence of more than 32 MiB');
    if (this.#words.length >= caps.words && length > 0)
      throw new RouterFault('tooLarge', 'a sentence of too many words');
  }

  #continueWord(chunk: Buffer, at: number): number {
    const taken = Math.min(this.#wordSize - this.#wordHeld, chunk.length - at);
    const word = this.#roomFor(this.#wordHeld + taken);
    chunk.copy(word, this.#wordHeld, at, at + taken);
    this.#wordHeld += taken;
    if (this.#wordHeld === this.#wordSize) {
      this.#words.push(this.textOf(word, 0, this.#wordSize));
      this.#word = null;
      this.#wordHeld = 0;
      this.#wordSize = 0;
    }
    return at + taken;
  }

  /** Doubles, so that a word that drips in byte by byte is not copied once per byte. */
  #roomFor(size: number): Buffer {
    if (this.#word !== null && this.#word.length >= size) return this.#word;
    const grown = Buffer.allocUnsafe(Math.min(this.#wordSize, Math.max(size, 2 * (this.#word?.length ?? 512))));
    this.#word?.copy(grown, 0, 0, this.#wordHeld);
    this.#word = grown;
    return grown;
  }
}

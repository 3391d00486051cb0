import { lstatSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import type { ReadableStream } from 'node:stream/web';
import { constants, gunzipSync, inflateSync } from 'node:zlib';
import { Decrypter } from 'age-encryption';

/*
 * Looks for secrets in bytes, in whatever spelling they may have got there. It shares nothing with the product: what the
 * product compresses or encrypts is opened here by the formats' own rules.
 */

export interface Finding {
  /** What was found, by its name: the secret itself stands in no report. */
  readonly secret: string;
  readonly spelling: string;
  readonly where: string;
}

interface Pattern {
  readonly secret: string;
  readonly spelling: string;
  readonly bytes: Buffer;
}

const fewestBytes = 8;

/** All that is looked for, at once: a pass over the bytes takes the same however many there are. */
export class Scanner {
  readonly #known = new Map<string, { secret: string; value: string | Uint8Array }>();
  /** By the first four bytes. Nearly every place is passed by for its first two bytes, and most others for three. */
  readonly #byHead = new Map<number, Pattern[]>();
  readonly #twos = new Uint8Array(2 ** 16);
  readonly #threes = new Uint8Array(2 ** 24);

  /** Remembers a secret, text or bytes; the same one twice counts once. */
  add(secret: string, value: string | Uint8Array): void {
    const key = Buffer.from(value).toString('hex');
    if (this.#known.has(key)) return;
    this.#known.set(key, { secret, value });
    for (const [spelling, bytes] of spellings(value)) {
      if (bytes.length < fewestBytes) throw new Error(`${secret} as ${spelling} is too short to be looked for`);
      const pattern = { secret, spelling, bytes };
      const head = bytes.readUInt32BE(0);
      this.#byHead.set(head, [...(this.#byHead.get(head) ?? []), pattern]);
      this.#twos[head >>> 16] = 1;
      this.#threes[head >>> 8] = 1;
    }
  }

  /** The names of all that is looked for. */
  get secrets(): string[] {
    return [...new Set([...this.#known.values()].map(({ secret }) => secret))];
  }

  /** One that looks for all that these look for, in one pass. */
  static ofAll(scanners: readonly Scanner[]): Scanner {
    const all = new Scanner();
    for (const scanner of scanners) for (const { secret, value } of scanner.#known.values()) all.add(secret, value);
    return all;
  }

  /** What is in these bytes; each secret in each spelling once. */
  scan(bytes: Uint8Array, where: string): Finding[] {
    const all = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    const found = new Set<Pattern>();
    const [twos, threes] = [this.#twos, this.#threes];
    const end = all.length - fewestBytes;
    let two = all[0] ?? 0;
    for (let at = 0; at <= end; at++) {
      two = ((two << 8) | (all[at + 1] ?? 0)) & 0xffff;
      if (twos[two] === 0 || threes[(two << 8) | (all[at + 2] ?? 0)] === 0) continue;
      for (const pattern of this.#stands(all, at)) found.add(pattern);
    }
    return [...found].map(({ secret, spelling }) => ({ secret, spelling, where }));
  }

  /** What begins exactly here. */
  #stands(all: Buffer, at: number): Pattern[] {
    const alike = this.#byHead.get(all.readUInt32BE(at)) ?? [];
    return alike.filter(({ bytes }) => all.subarray(at, at + bytes.length).equals(bytes));
  }

  /** The same, and of what these bytes are made of where they are a gzip, a PDF or a file of age. */
  async search(bytes: Uint8Array, where: string, passphrase?: string): Promise<Finding[]> {
    const layers = await opened(Buffer.from(bytes), passphrase);
    const inside = await Promise.all(
      layers.map((layer) => this.search(layer.bytes, `${where} > ${layer.name}`, passphrase)),
    );
    return [...this.scan(bytes, where), ...inside.flat()];
  }

  /** Every file below a directory, and the names of all of them. */
  async searchDirectory(directory: string, passphrase?: string): Promise<{ findings: Finding[]; files: number }> {
    const files = filesBelow(directory);
    const findings: Finding[] = [];
    for (const file of files) {
      const name = file.slice(directory.length + 1);
      findings.push(...this.scan(Buffer.from(name), `the name of ${name}`));
      findings.push(...(await this.search(readFileSync(file), name, passphrase)));
    }
    return { findings, files: files.length };
  }
}

/** Plain files alone: a socket holds nothing. */
export const filesBelow = (directory: string): string[] =>
  readdirSync(directory, { recursive: true, encoding: 'utf8' })
    .map((name) => join(directory, name))
    .filter((path) => lstatSync(path, { throwIfNoEntry: false })?.isFile() === true);

/** How a secret may be spelled in a file, a log or on a wire. */
function spellings(value: string | Uint8Array): [string, Buffer][] {
  const plain = Buffer.from(value);
  const hex = plain.toString('hex');
  const all: [string, Buffer][] = [
    ['it is', plain],
    ['hex', Buffer.from(hex)],
    ['HEX', Buffer.from(hex.toUpperCase())],
    ['percent-encoded', Buffer.from(hex.replace(/../g, (byte) => `%${byte.toUpperCase()}`))],
    ...[0, 1, 2].flatMap((shift): [string, Buffer][] => {
      const text = base64At(plain, shift);
      return [
        [`base64, ${shift} off`, Buffer.from(text)],
        [`base64url, ${shift} off`, Buffer.from(text.replaceAll('+', '-').replaceAll('/', '_'))],
      ];
    }),
  ];
  if (typeof value === 'string') {
    const wide = Buffer.from(value, 'utf16le');
    all.push(['UTF-16LE', wide], ['UTF-16BE', Buffer.from(wide).swap16()]);
    all.push(['in JSON', Buffer.from(JSON.stringify(value).slice(1, -1))]);
    all.push(['in a URL', Buffer.from(encodeURIComponent(value))]);
  }
  const once = new Map<string, [string, Buffer]>();
  for (const one of all) if (!once.has(one[1].toString('latin1'))) once.set(one[1].toString('latin1'), one);
  return [...once.values()];
}

/** What always stands in the base64 of a text that has this in it, `shift` bytes after a multiple of three. */
function base64At(bytes: Buffer, shift: number): string {
  const whole = Buffer.concat([Buffer.alloc(shift), bytes]);
  const text = whole.toString('base64').replace(/=+$/, '');
  return text.slice(Math.ceil((shift * 8) / 6), Math.floor((whole.length * 8) / 6));
}

interface Layer {
  readonly name: string;
  readonly bytes: Buffer;
}

async function opened(bytes: Buffer, passphrase: string | undefined): Promise<Layer[]> {
  if (bytes.subarray(0, 3).equals(Buffer.from([0x1f, 0x8b, 8])))
    return [{ name: 'gzip', bytes: gunzipSync(bytes, { finishFlush: constants.Z_SYNC_FLUSH }) }];
  if (bytes.subarray(0, 5).toString() === '%PDF-') return pdfStreams(bytes);
  if (bytes.subarray(0, 22).toString() === 'age-encryption.org/v1\n' && passphrase !== undefined)
    return [{ name: 'age', bytes: await decrypted(bytes, passphrase) }];
  return [];
}

/** The streams of a PDF (ISO 32000-1, 7.3.8) that are deflated. One that does not inflate is another filter's. */
function pdfStreams(bytes: Buffer): Layer[] {
  const layers: Layer[] = [];
  for (let at = bytes.indexOf('stream', 0); at !== -1; at = bytes.indexOf('stream', at + 6)) {
    if (bytes.subarray(at - 3, at).toString() === 'end') continue;
    const start = at + 6 + (bytes[at + 6] === 13 ? 2 : 1);
    const end = bytes.indexOf('endstream', start);
    if (end === -1) break;
    const inflated = inflatedOrNull(bytes.subarray(start, end));
    if (inflated !== null) layers.push({ name: `stream at ${at}`, bytes: inflated });
  }
  return layers;
}

function inflatedOrNull(bytes: Buffer): Buffer | null {
  try {
    return inflateSync(bytes, { finishFlush: constants.Z_SYNC_FLUSH });
  } catch {
    return null; // An image or a font of another filter.
  }
}

async function decrypted(bytes: Buffer, passphrase: string): Promise<Buffer> {
  const decrypter = new Decrypter();
  decrypter.addPassphrase(passphrase);
  // safe: node's own web streams, under the names that the library's types know them by.
  const source = Readable.toWeb(Readable.from([bytes])) as globalThis.ReadableStream<Uint8Array>;
  return buffer(Readable.fromWeb((await decrypter.decrypt(source)) as ReadableStream)); // safe: as above.
}

import { randomBytes } from 'node:crypto';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { deflateSync, gzipSync } from 'node:zlib';
import { Encrypter } from 'age-encryption';
import { expect, test } from 'vitest';
import { emptyDirectory } from './product';
import { Scanner } from './scanner';

/* The scanner that finds nothing in the product has to find what is there. */

const secret = 'pâss/wörd+kx7q2v9mTB"%=\\';
const noise = (bytes: number) => randomBytes(bytes);
const scannerOf = (value: string | Uint8Array): Scanner => {
  const scanner = new Scanner();
  scanner.add('it', value);
  return scanner;
};
const isFound = (value: string | Uint8Array, bytes: Uint8Array): boolean =>
  scannerOf(value)
    .scan(bytes, 'here')
    .some((one) => one.secret === 'it' && one.where === 'here');

const within = (middle: string | Uint8Array): Buffer => Buffer.concat([noise(999), Buffer.from(middle), noise(999)]);
const shifted = (bytes: number, encoding: BufferEncoding) =>
  Buffer.from(`${'x'.repeat(bytes)}${secret}yy`).toString(encoding);

test.each<readonly [string, string | Uint8Array]>([
  ['as it is', secret],
  ['UTF-16LE', Buffer.from(secret, 'utf16le')],
  ['UTF-16BE', Buffer.from(secret, 'utf16le').swap16()],
  ...[0, 1, 2, 3].map((bytes) => [`base64 after ${bytes} bytes`, shifted(bytes, 'base64')] as const),
  ...[0, 1, 2, 3].map((bytes) => [`base64url after ${bytes} bytes`, shifted(bytes, 'base64url')] as const),
  ['hex', Buffer.from(secret).toString('hex')],
  ['hex in capitals', Buffer.from(secret).toString('hex').toUpperCase()],
  ['in a URL', encodeURIComponent(secret)],
  [
    'every byte percent-encoded',
    Buffer.from(secret)
      .toString('hex')
      .replace(/../g, (byte) => `%${byte.toUpperCase()}`),
  ],
  ['in JSON', JSON.stringify({ secret })],
])('a secret is found %s, at any place of other bytes, and at their very beginning and end', (_, spelled) => {
  expect(isFound(secret, within(spelled))).toBe(true);
  expect(isFound(secret, Buffer.from(spelled))).toBe(true);
});

test('bytes are found too, and what is not there is not', () => {
  const key = noise(32);
  for (const there of [key, Buffer.from(key.toString('hex')), Buffer.from(`x${key.toString('base64url')}`)])
    expect(isFound(key, within(there))).toBe(true);
  const other = Buffer.from(key);
  other.writeUInt8((other.readUInt8(31) + 1) & 255, 31);
  expect(isFound(key, within(other))).toBe(false);
  expect(isFound(secret, within(secret.slice(0, -1)))).toBe(false);
});

test('several are told apart, however alike they begin, and what is too short to be looked for is refused', () => {
  const scanner = scannerOf('canary-one-aaaa');
  scanner.add('other', 'canary-one-bbbb');
  expect(scanner.scan(within('canary-one-bbbb'), 'x').map((one) => one.secret)).toEqual(['other']);
  expect(scanner.secrets).toEqual(['it', 'other']);
  const all = Scanner.ofAll([scanner, scannerOf(secret)]);
  for (const there of ['canary-one-aaaa', 'canary-one-bbbb', secret])
    expect(all.scan(within(there), 'x')).toHaveLength(1);
  expect(() => scanner.add('short', 'kurz')).toThrow('too short');
});

/** A PDF as small as they come, with one deflated stream. */
const pdf = (content: string): Buffer =>
  Buffer.concat([
    Buffer.from('%PDF-1.7\n1 0 obj\n<< /Filter /FlateDecode >>\nstream\n'),
    deflateSync(Buffer.from(content)),
    Buffer.from('\nendstream\nendobj\n'),
  ]);

test('a secret is found in each kind of file: packed, in a PDF, in a backup, deep in a directory, in a name', async () => {
  const passphrase = 'nine green masts on a hill';
  const encrypter = new Encrypter();
  encrypter.setPassphrase(passphrase);
  encrypter.setScryptWorkFactor(10);
  const backup = await encrypter.encrypt(gzipSync(Buffer.concat([Buffer.alloc(512), Buffer.from(secret)])));
  const directory = emptyDirectory();
  mkdirSync(join(directory, 'a/b'), { recursive: true });
  const files: Readonly<Record<string, Uint8Array>> = {
    'plain.log': within(secret),
    'a/packed.gz': gzipSync(`${'padding '.repeat(500)}${secret}`),
    'a/b/report.pdf': pdf(`BT (${secret}) Tj ET`),
    'a/b/backup.age': backup,
    'a/clean': noise(5000),
    'a/named-canary-9f3e77b1': noise(10),
  };
  for (const [name, content] of Object.entries(files)) writeFileSync(join(directory, name), content);
  const scanner = scannerOf(secret);
  scanner.add('name', 'canary-9f3e77b1');
  const { findings, files: count } = await scanner.searchDirectory(directory, passphrase);
  expect(count).toBe(6);
  const places = findings.map(({ secret: name, where }) => `${name}: ${where.replace(/ at \d+/, '')}`);
  expect([...new Set(places)].sort()).toEqual([
    'it: a/b/backup.age > age > gzip',
    'it: a/b/report.pdf > stream',
    'it: a/packed.gz > gzip',
    'it: plain.log',
    'name: the name of a/named-canary-9f3e77b1',
  ]);
  // Without the passphrase nothing of a backup can be read.
  expect((await scannerOf(secret).search(backup, 'backup')).length).toBe(0);
});

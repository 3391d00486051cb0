import { X509Certificate } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { connect, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { ownCertificate } from '@/cli/own-certificate';
import type { Pair } from '@/server/certificate/pem';
import type { RouterFault } from '@/server/routeros/fault';
import { type PeerOptions, startPeer } from './peer';
import { scene, sentence } from './reading';

let own: Pair;
let other: Pair;
const directories: string[] = [];

beforeAll(async () => {
  const made = () => {
    directories.push(mkdtempSync(join(tmpdir(), 'routeward-tls-')));
    return ownCertificate(directories.at(-1) ?? '', new Date());
  };
  [own, other] = [await made(), await made()];
});

afterAll(() => {
  for (const directory of directories) rmSync(directory, { recursive: true });
});

const pinOf = ({ certificate }: Pair) =>
  new X509Certificate(certificate).fingerprint256.replaceAll(':', '').toLowerCase();

const router = (options: object = {}, certificate = own): PeerOptions => ({
  tls: { ...certificate, options },
  script: ({ say }, _words, tag) => say(['!re', `.tag=${tag}`], ['!done', `.tag=${tag}`]),
});

/** Reads over TLS; what it came to, and how many bytes of the application the other side got, once it is gone. */
async function readOver(options: PeerOptions, pin: string) {
  const { read, peer } = await scene(options);
  const target = peer.target({ transport: { kind: 'tls', pin } });
  const outcome = await read({}, sentence(), target).end.then(
    ({ tlsVersion }) => tlsVersion,
    ({ code, message }: RouterFault) => ({ code, message }),
  );
  const heardBytes = async () => {
    await vi.waitFor(() => expect(peer.open.size).toBe(0));
    return peer.visits.map(({ bytes }) => bytes);
  };
  return { outcome, heardBytes, again: () => read({}, sentence(), target).end, peer };
}

test.each(['TLSv1.2', 'TLSv1.3'] as const)(
  '%s: with the certificate that was pinned it is read, and the version told',
  async (version) => {
    const { outcome } = await readOver(router({ minVersion: version, maxVersion: version }), pinOf(own));
    expect(outcome).toBe(version);
  },
);

test.each(['TLSv1.2', 'TLSv1.3'] as const)(
  '%s: an impostor with another certificate hears not one byte',
  async (version) => {
    const { outcome, heardBytes, again, peer } = await readOver(
      router({ minVersion: version, maxVersion: version }, other),
      pinOf(own),
    );
    expect(outcome).toEqual({
      code: 'certificateDiffers',
      message: `the router shows ${pinOf(other)}, pinned is ${pinOf(own)}`,
    });
    expect(await heardBytes()).toEqual([0]);
    // Nor is it tried again at once.
    await expect(again()).rejects.toMatchObject({ code: 'waiting' });
    expect(peer.visits).toHaveLength(1);
  },
);

test('a pin is the same in capitals', async () => {
  const { outcome } = await readOver(router(), pinOf(own).toUpperCase());
  expect(outcome).toBe('TLSv1.3');
});

const anonymous = { maxVersion: 'TLSv1.2', ciphers: 'ADH-AES128-SHA256:@SECLEVEL=0', cert: undefined, key: undefined };
const old = { minVersion: 'TLSv1', maxVersion: 'TLSv1.1', ciphers: 'DEFAULT:@SECLEVEL=0' };

test.each([
  ['no certificate, only anonymous key exchange', anonymous],
  ['nothing newer than TLS 1.1', old],
])('%s: refused before a byte of the login', async (_what, options) => {
  const { outcome, heardBytes } = await readOver(router(options), pinOf(own));
  expect(outcome).toMatchObject({ code: 'noTls' });
  expect(await heardBytes()).toEqual([0]);
});

test('where TLS is asked for, nothing is said in the open', async () => {
  const raw: Buffer[] = [];
  const { peer, read } = await scene({
    onRaw: (socket) => {
      socket.on('data', (bytes) => raw.push(bytes));
      socket.once('data', () => socket.end(Buffer.from([0, 0, 0, 0, 0])));
    },
  });
  const { end } = read({}, sentence(), peer.target({ transport: { kind: 'tls', pin: pinOf(own) } }));
  await expect(end).rejects.toMatchObject({ code: 'noTls' });
  await vi.waitFor(() => expect(peer.open.size).toBe(0));
  const said = Buffer.concat(raw);
  expect(said[0]).toBe(0x16);
  for (const secret of ['login', 'routeward', 'sécret']) expect(said.includes(secret)).toBe(false);
});

test('bytes in the middle that are no TLS end the connection, and nothing else', async () => {
  const between: Socket[] = [];
  const behind = await startPeer({ ...router(), script: () => void between[0]?.write(Buffer.alloc(100, 0xff)) });
  const { peer, read } = await scene({
    onRaw: (socket) => {
      between.push(socket);
      const onward = connect(behind.port, '127.0.0.1');
      socket.pipe(onward).pipe(socket, { end: false });
      socket.on('close', () => onward.destroy());
      onward.on('error', () => socket.destroy());
    },
  });
  const { end } = read({}, sentence(), peer.target({ transport: { kind: 'tls', pin: pinOf(own) } }));
  await expect(end).rejects.toMatchObject({ code: 'cut' });
  expect(behind.commands).toHaveLength(1);
  await behind.stop();
});

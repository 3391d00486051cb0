import { createHash, X509Certificate } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { ownCertificate } from '@/cli/own-certificate';
import type { Pair } from '@/server/certificate/pem';
import { RouterFault } from '@/server/routeros/fault';
import { Routers } from '@/server/routeros/routers';
import { noFaults } from '@/simulator/faults';
import { startRouter } from '@/simulator/router';
import type { PeerOptions } from './peer';
import { scene, sentence } from './reading';

/* Looking at a certificate that nobody has confirmed: a handshake, and not one byte of the application. */

let own: Pair;
const directory = mkdtempSync(join(tmpdir(), 'routeward-look-'));
beforeAll(async () => {
  own = await ownCertificate(directory, new Date());
});
afterAll(() => rmSync(directory, { recursive: true }));

const shownBy = ({ certificate }: Pair) =>
  createHash('sha256').update(new X509Certificate(certificate).raw).digest('hex');
const secure = (options: object = {}): PeerOptions => ({ tls: { ...own, options } });
/** Hears and says nothing. */
const silently: PeerOptions['onRaw'] = (socket) => void socket.resume();
const never = new AbortController().signal;

/** What looking came to. */
const outcomeOf = (look: Promise<string>) =>
  look.then(
    (shown) => shown,
    (error: unknown) => {
      if (!(error instanceof RouterFault)) throw error;
      return { code: error.code, reason: error.reason, shownPin: error.shownPin };
    },
  );

async function lookAt(options: PeerOptions) {
  const { peer, routers, clock } = await scene(options);
  const at = { host: '127.0.0.1', port: peer.port };
  return { peer, clock, routers, at, look: (signal = never) => outcomeOf(routers.look(at, signal)) };
}

test.each(['TLSv1.2', 'TLSv1.3'] as const)(
  '%s: the fingerprint is told, nothing is said, and nothing stays open',
  async (version) => {
    const { peer, look } = await lookAt(secure({ minVersion: version, maxVersion: version }));
    expect(await look()).toBe(shownBy(own));
    await vi.waitFor(() => expect(peer.open.size).toBe(0));
    expect(peer.visits.map(({ bytes }) => bytes)).toEqual([0]);
  },
);

test('a router is looked at as often as it is asked for: no failure makes it wait', async () => {
  const router = await startRouter({
    ...{ model: 'RB5009', version: '7.20.8', identity: 'gw', accounts: [], transport: 'tls' },
    faults: { resetsConnections: true },
  });
  const routers = new Routers({ dial: async ({ host, port }) => ({ host, port }) });
  const look = () => outcomeOf(routers.look({ host: '127.0.0.1', port: router.port }, never));
  for (let failure = 0; failure < 5; failure += 1) expect(await look()).toMatchObject({ code: 'unreachable' });
  router.faults.resetsConnections = false;
  expect(await look()).toBe(router.fingerprint);
  router.faults.presentsOtherCertificate = true;
  const other = await look();
  expect(other).toMatch(/^[0-9a-f]{64}$/);
  expect(other).not.toBe(router.fingerprint);
  expect(router.received).toEqual([]);
  await routers.close();
  await router.stop();
});

test('a port that is closed says so', async () => {
  const router = await startRouter({
    ...{ model: 'RB5009', version: '7.20.8', identity: 'gw', accounts: [], transport: 'tls' },
    faults: { ...noFaults(), refusesConnections: true },
  });
  const { routers } = await scene();
  const closed = routers.look({ host: '127.0.0.1', port: router.port }, never);
  expect(await outcomeOf(closed)).toEqual({ code: 'unreachable', reason: 'ECONNREFUSED', shownPin: null });
  await router.stop();
});

test('what does not answer is waited for until the time is over: ETIMEDOUT', async () => {
  const { clock, look } = await lookAt(secure());
  const outcome = look();
  // The time passes before the network has had its turn.
  for (let turn = 0; turn < 100; turn += 1) await Promise.resolve();
  clock.pass(10_000);
  expect(await outcome).toEqual({ code: 'unreachable', reason: 'ETIMEDOUT', shownPin: null });
});

test('what takes the connection and says nothing is waited for as long, and let go', async () => {
  const { peer, clock, look } = await lookAt({ onRaw: silently });
  const outcome = look();
  await vi.waitFor(() => expect(peer.open.size).toBe(1));
  await vi.waitFor(() => expect(clock.timers).toBe(1));
  clock.pass(9_999);
  expect(peer.open.size).toBe(1);
  clock.pass(1);
  expect(await outcome).toMatchObject({ code: 'noTls' });
  await vi.waitFor(() => expect(peer.open.size).toBe(0));
});

const anonymous = { maxVersion: 'TLSv1.2', ciphers: 'ADH-AES128-SHA256:@SECLEVEL=0', cert: undefined, key: undefined };
const old = { minVersion: 'TLSv1', maxVersion: 'TLSv1.1', ciphers: 'DEFAULT:@SECLEVEL=0' };

test.each([
  ['only anonymous key exchange', secure(anonymous)],
  ['nothing newer than TLS 1.1', secure(old)],
  ['the API without TLS', {} satisfies PeerOptions],
  [
    'a greeting in plain text',
    { onRaw: (socket) => void socket.resume().end('SSH-2.0-ROSSSH\r\n') } satisfies PeerOptions,
  ],
])('where there is %s there is no certificate to confirm', async (_what, options) => {
  const { peer, clock, look } = await lookAt(options);
  const outcome = look();
  // Who waits for a sentence of the API hears a handshake, and says nothing.
  if (options.onRaw === undefined && options.tls === undefined) {
    await vi.waitFor(() => expect(peer.visits[0]?.bytes).toBeGreaterThan(0));
    clock.pass(10_000);
  }
  expect(await outcome).toMatchObject({ code: 'noTls', shownPin: null });
  await vi.waitFor(() => expect(peer.open.size).toBe(0));
});

test('who takes the connection and closes it is not reached', async () => {
  const { look } = await lookAt({ onRaw: (socket) => void socket.resume().end() });
  expect(await look()).toEqual({ code: 'unreachable', reason: 'ECONNRESET', shownPin: null });
});

test('looking stops when it is told to, and leaves no connection', async () => {
  const { peer, look } = await lookAt({ onRaw: silently });
  const end = new AbortController();
  const outcome = look(end.signal);
  await vi.waitFor(() => expect(peer.open.size).toBe(1));
  end.abort();
  expect(await outcome).toMatchObject({ code: 'stopped' });
  await vi.waitFor(() => expect(peer.open.size).toBe(0));
  expect(await look(end.signal)).toMatchObject({ code: 'stopped' });
});

test('where no router may be, nobody looks', async () => {
  const sink = createServer((socket) => socket.destroy());
  const heard = vi.fn();
  sink.on('connection', heard);
  await new Promise<void>((resolve) => sink.listen(0, '127.0.0.1', resolve));
  const address = sink.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  const routers = new Routers();
  for (const host of ['127.0.0.1', '127.1', '0', '::1', '::ffff:127.0.0.1', '169.254.1.1', '224.0.0.1'])
    expect([host, await outcomeOf(routers.look({ host, port }, never))]).toMatchObject([
      host,
      { code: 'addressRefused' },
    ]);
  await routers.close();
  await new Promise((resolve) => sink.close(resolve));
  expect(heard).not.toHaveBeenCalled();
});

test('what was looked at is connected to anew when it is read, and the pin compared then', async () => {
  const { peer, routers, at } = await lookAt({
    ...secure(),
    script: ({ say }, _words, tag) => say(['!done', `.tag=${tag}`]),
  });
  const pin = await routers.look(at, never);
  const read = (seen: string) =>
    routers.read(peer.target({ key: seen, transport: { kind: 'tls', pin: seen } }), sentence(), {
      onRow: () => undefined,
    });
  expect(await read(pin)).toMatchObject({ tlsVersion: 'TLSv1.3' });
  const other = 'ab'.repeat(32);
  await expect(read(other)).rejects.toMatchObject({ code: 'certificateDiffers', shownPin: pin });
  expect(peer.visits.map(({ bytes }) => bytes > 0)).toEqual([false, true, false]);
});

test('nobody looks once all is being closed', async () => {
  const { routers, at } = await lookAt(secure());
  await routers.close();
  expect(await outcomeOf(routers.look(at, never))).toMatchObject({ code: 'cut' });
});

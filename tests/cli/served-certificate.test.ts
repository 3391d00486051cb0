import { once } from 'node:events';
import { chmodSync, existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { connect, type TLSSocket } from 'node:tls';
import { expect, onTestFinished, test } from 'vitest';
import { until } from '@/cli/until';
import { describe } from '@/server/certificate/describe';
import type { Pair } from '@/server/certificate/pem';
import { makePair } from '../support/certificates';
import { saved } from './backup-world';
import { ownerOf } from './owner';
import { makeAda, passphrase, signIn } from './people';
import { type Answering, ask, childrenNamed, emptyDirectory, post, runCommand, send, startProduct } from './product';
import { usedDirectory } from './used-directory';

const patienceMs = 20_000;
const address = 'routeward.example.net';
/** People open it by its name; the tests, by this machine's address. */
const given = () => makePair({ names: [address, '127.0.0.1'] });
const fingerprintOf = ({ certificate }: Pick<Pair, 'certificate'>) => describe(certificate).fingerprint;
const unusable = /certificate was changed to one that cannot be used/g;
const warnings = ({ errors }: Answering) => errors().match(unusable)?.length ?? 0;

/** A connection as it is when its handshake is over. */
async function connected({ url }: Answering, protocols = ['http/1.1']): Promise<TLSSocket> {
  const { hostname: host, port } = new URL(url);
  const socket = connect({ host, port: Number(port), rejectUnauthorized: false, ALPNProtocols: protocols });
  onTestFinished(() => void socket.destroy());
  await once(socket, 'secureConnect');
  return socket;
}

async function shown(running: Answering) {
  const socket = await connected(running, ['h2']);
  const found = { fingerprint: socket.getPeerX509Certificate()?.fingerprint256, protocol: socket.getProtocol() };
  socket.destroy();
  return { ...found, speaks: socket.alpnProtocol };
}
const isShown = (running: Answering, pair: Pick<Pair, 'certificate'>) => () =>
  shown(running).then(({ fingerprint }) => fingerprint === fingerprintOf(pair));

/** One request on a connection that was there before. */
async function askOn(socket: TLSSocket): Promise<string> {
  socket.write(`GET /healthz HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n`);
  const [answer] = await once(socket, 'data');
  return String(answer).split('\r\n')[0] ?? '';
}

const command = async (data: string, args: readonly string[], env: Record<string, string> = {}) => {
  const running = runCommand(['certificate', ...args], { data, env });
  return { code: await running.ended, output: running.output(), errors: running.errors() };
};

function files({ certificate, key }: Pair): { cert: string; key: string } {
  const directory = emptyDirectory();
  const paths = { cert: join(directory, 'chain.pem'), key: join(directory, 'key.pem') };
  writeFileSync(paths.cert, certificate);
  writeFileSync(paths.key, key);
  return paths;
}

async function stopped(running: Answering): Promise<void> {
  running.process.kill('SIGTERM');
  expect(await running.ended).toBe(0);
}

test('a certificate is installed by page and command while connections are open, kept by a restart and a backup, and removed', async () => {
  const data = await usedDirectory('started');
  await makeAda({ data }, '--url', `https://${address}`);
  const running = await startProduct('start', { data });
  const { accessToken: token } = await signIn(running, passphrase);
  const own = { certificate: readFileSync(join(data, 'keys/tls.crt'), 'utf8') };
  const served = async () => JSON.parse((await send(running, 'GET', '/api/v1/certificate', { token })).body).served;
  expect(await served()).toMatchObject({ source: 'selfSigned', ...describe(own.certificate) });
  const before = await connected(running);

  // Whatever would keep everybody out changes nothing.
  const file = join(data, 'keys/installed-certificate.pem');
  const elsewhere = await makePair({ names: ['elsewhere.example.net', '127.0.0.1'] });
  const refused = await send(running, 'POST', '/api/v1/certificate', { token, body: elsewhere });
  expect([refused.status, JSON.parse(refused.body).message]).toEqual([
    400,
    `The certificate is for elsewhere.example.net, 127.0.0.1, and people open ${address}: every browser would refuse it.`,
  ]);
  expect((await send(running, 'DELETE', '/api/v1/certificate', { token })).status).toBe(409);
  expect(existsSync(file)).toBe(false);
  expect((await ask(running, '/healthz')).headers).not.toHaveProperty('strict-transport-security');

  const first = await given();
  const installed = await send(running, 'POST', '/api/v1/certificate', { token, body: first });
  expect([installed.status, JSON.parse(installed.body)]).toEqual([200, describe(first.certificate)]);
  expect(await until(isShown(running, first), patienceMs)).toBe(true);
  expect(await shown(running)).toMatchObject({ protocol: 'TLSv1.3', speaks: 'h2' });
  const { hostname: host, port } = new URL(running.url);
  const old = connect({ host, port: Number(port), rejectUnauthorized: false, maxVersion: 'TLSv1.2' });
  await expect(once(old, 'secureConnect')).rejects.toMatchObject({ code: /PROTOCOL_VERSION/ });
  expect(await askOn(before)).toBe('HTTP/1.1 200 OK');
  expect(before.getPeerX509Certificate()?.fingerprint256).toBe(fingerprintOf(own));
  expect((await ask(running, '/healthz')).headers['strict-transport-security']).toMatch(/^max-age=/);
  expect(await until(async () => (await served()).source === 'installed', patienceMs)).toBe(true);
  expect(await served()).toEqual({ source: 'installed', ...describe(first.certificate) });

  // A file that somebody spoiled is told of once, and what was shown goes on.
  chmodSync(file, 0o600);
  writeFileSync(file, first.certificate);
  expect(await until(() => warnings(running) === 1, patienceMs)).toBe(true);
  expect(await isShown(running, first)()).toBe(true);

  const second = await given();
  const paths = files(second);
  const wrong = await command(data, ['install', '--cert', paths.cert, '--key', files(first).key]);
  expect(wrong).toEqual({ code: 1, output: '', errors: 'The key belongs to another certificate.\n' });
  const done = await command(data, ['install', '--cert', paths.cert, '--key', paths.key]);
  expect(done).toMatchObject({ code: 0, errors: '' });
  expect(done.output).toContain(fingerprintOf(second));
  expect(await until(isShown(running, second), patienceMs)).toBe(true);
  expect(warnings(running)).toBe(1);
  const [front = 0] = childrenNamed(running.process.pid ?? 0, 'front');
  process.kill(front, 'SIGKILL');
  expect(await until(() => isShown(running, second)().catch(() => false), patienceMs)).toBe(true);

  const backup = join(emptyDirectory(), 'backup.age');
  expect((await saved('backup', backup, { data })).code).toBe(0);
  await stopped(running);
  const elsewhereToo = emptyDirectory();
  expect((await saved('restore', backup, { data: elsewhereToo })).code).toBe(0);
  expect((await command(elsewhereToo, [])).output).toMatch(/^Installed:\n {2}names {4}routeward\.example\.net, 127/);
  const restored = await startProduct('start', { data: elsewhereToo });
  expect(await isShown(restored, second)()).toBe(true);
  expect(restored.output()).toContain(`Certificate, SHA-256: ${fingerprintOf(second)}`);
  await stopped(restored);

  const kept = await startProduct('start', { data });
  expect(await isShown(kept, second)()).toBe(true);
  const again = (await signIn(kept, passphrase)).accessToken;
  expect((await send(kept, 'DELETE', '/api/v1/certificate', { token: again })).status).toBe(200);
  expect(await until(isShown(kept, own), patienceMs)).toBe(true);
  expect((await ask(kept, '/healthz')).headers).not.toHaveProperty('strict-transport-security');
  expect(await command(data, ['remove'])).toMatchObject({ code: 1, errors: 'No certificate is installed.\n' });

  const sql = ownerOf(data);
  const entries = await sql<{ by: string; event: string; detail: Record<string, { fingerprint: string }> }[]>`
    select body::jsonb #>> '{actor,kind}' as by, event, body::jsonb -> 'detail' as detail from audit.entry
    where event in ('certificate.installed', 'certificate.removed') and outcome = 'ok' order by at`;
  const bodies = await sql<{ body: string }[]>`select body from audit.entry where event like 'certificate.%'`;
  await sql.end();
  const told = entries.map(({ by, event, detail }) => [
    by,
    event,
    detail.before?.fingerprint,
    detail.after?.fingerprint,
  ]);
  expect(told).toEqual([
    ['person', 'certificate.installed', fingerprintOf(own), fingerprintOf(first)],
    // The file was spoiled meanwhile: its certificate could still be read.
    ['console', 'certificate.installed', fingerprintOf(first), fingerprintOf(second)],
    ['person', 'certificate.removed', fingerprintOf(second), fingerprintOf(own)],
  ]);
  for (const { key } of [first, second]) expect(bodies.map(({ body }) => body).join()).not.toContain(key.slice(40, 90));
}, 240_000);

test('what is put into the environment’s files is taken up; half of it is not; and they win', async () => {
  const data = await usedDirectory('withAda');
  const [first, second, third] = [await given(), await given(), await given()];
  const paths = files(first);
  const env = { ROUTEWARD_TLS_CERT: paths.cert, ROUTEWARD_TLS_KEY: paths.key, ROUTEWARD_URL: `https://${address}` };
  const trusts = () => [first, second, third].map(({ certificate }) => certificate);
  const running = { ...(await startProduct('start', { data, env })), trusts };
  expect(await isShown(running, first)()).toBe(true);
  const { accessToken: token } = await signIn(running, passphrase);
  const served = async () => JSON.parse((await send(running, 'GET', '/api/v1/certificate', { token })).body).served;
  expect(await served()).toMatchObject({ source: 'environment', fingerprint: fingerprintOf(first) });
  for (const method of ['POST', 'DELETE'] as const) {
    const body = method === 'POST' ? { body: second } : {};
    const refused = await send(running, method, '/api/v1/certificate', { token, ...body });
    expect([method, refused.status]).toEqual([method, 409]);
    expect(refused.body).toContain('Change those: it is taken up within seconds.');
  }
  const fixed = await command(data, ['install', '--cert', paths.cert, '--key', paths.key], env);
  expect(fixed).toMatchObject({ code: 1, output: '' });
  expect((await command(data, [], env)).output).toContain(fingerprintOf(first));

  writeFileSync(paths.cert, second.certificate);
  expect(await until(() => warnings(running) === 1, patienceMs)).toBe(true);
  expect(await isShown(running, first)()).toBe(true);
  writeFileSync(paths.key, second.key);
  expect(await until(isShown(running, second), patienceMs)).toBe(true);
  expect(await until(async () => (await served()).fingerprint === fingerprintOf(second), patienceMs)).toBe(true);

  // One that has ended is no better than the one before.
  const ended = await makePair({ names: [address], from: new Date('2020-01-01'), to: new Date('2021-01-01') });
  writeFileSync(paths.key, ended.key);
  writeFileSync(paths.cert, ended.certificate);
  expect(await until(() => running.errors().includes('The certificate ended on 2021-01-01'), patienceMs)).toBe(true);
  expect(await isShown(running, second)()).toBe(true);
  // Gone for a moment, and there again.
  writeFileSync(paths.key, third.key);
  writeFileSync(paths.cert, third.certificate);
  expect(await until(isShown(running, third), patienceMs)).toBe(true);
  expect((await ask(running, '/healthz')).status).toBe(200);
});

test('an installed certificate that is damaged does not keep the product from starting; the doctor and the command say so', async () => {
  const data = await usedDirectory('withAda');
  writeFileSync(join(data, 'keys/installed-certificate.pem'), 'damaged', { mode: 0o400 });
  const running = await startProduct('start', { data });
  expect(running.errors()).toContain('the installed certificate cannot be used; the self-signed one is shown');
  expect(running.output()).toContain('Its certificate is self-signed.');
  const sentence = /^The installed certificate in keys\/installed-certificate\.pem is damaged\. [^\n]+\n$/;
  expect(await command(data, [])).toMatchObject({ code: 1, errors: expect.stringMatching(sentence) });
  const doctor = runCommand(['doctor', '--json'], { data });
  expect(await doctor.ended).toBe(1);
  expect(JSON.parse(doctor.output())).toContainEqual(
    expect.objectContaining({ check: 'certificate', level: 'fail', found: 'it cannot be used' }),
  );
  expect(await command(data, ['remove'])).toMatchObject({ code: 0, errors: '' });
  expect((await command(data, [])).output).toMatch(/^Self-signed:\n/);
});

test('a demo has no certificate', async () => {
  const demo = await startProduct('demo', { data: await usedDirectory('demo') });
  const who = { email: 'sofia@routeward.example', password: 'sofia sees every tower' };
  const token: string = JSON.parse((await post(demo, '/api/v1/auth/sign-in', who)).body).accessToken;
  expect((await send(demo, 'GET', '/api/v1/certificate', { token })).body).toBe('{"served":null}');
  const refused = await send(demo, 'POST', '/api/v1/certificate', { token, body: await given() });
  expect([refused.status, JSON.parse(refused.body).message]).toEqual([
    409,
    'The demo speaks plain HTTP on this machine alone: it has no certificate.',
  ]);
});

test.each([
  [['install'], /^Usage: routeward certificate /],
  [['install', '--cert', '/etc/hosts'], /^Usage: routeward certificate /],
  [['remove', '--cert', '/etc/hosts'], /Usage: routeward certificate /],
  [['renew'], /^Usage: routeward certificate /],
])('`certificate %j` is no command', async (args, sentence) => {
  const { code, errors } = await command(emptyDirectory(), args);
  expect([code, errors]).toEqual([2, expect.stringMatching(sentence)]);
});

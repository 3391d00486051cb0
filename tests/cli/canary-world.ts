import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import { createServer } from 'node:https';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { SMTPServer } from 'smtp-server';
import type { Certificate } from '@/simulator/certificate';
import { type SimulatedRouter, startRouter } from '@/simulator/router';
import type { Canaries } from './canaries';
import type { WhenOver } from './product';

/* What stands around the product in its run with canaries: routers, a mail server, somebody who takes webhooks. */

export interface Router {
  readonly router: SimulatedRouter;
  readonly address: string;
}

export interface Logins {
  readonly read: { readonly name: string; readonly password: string };
  readonly write: { readonly name: string; readonly password: string };
  readonly test: { readonly name: string; readonly password: string };
}

const policies = ['api', 'read', 'write', 'test', 'sensitive', 'winbox'];

/** Two routers: one tells more than it is asked for and is full of secrets, the other lets nobody in. */
export async function startRouters(
  canaries: Canaries,
  { logins, subscriber }: { logins: Logins; subscriber: string },
  whenOver: WhenOver,
): Promise<Router[]> {
  const accounts = Object.values(logins).map((login) => ({ ...login, policies }));
  const made = ['10.77.0.1', '10.77.0.2'].map(async (address, index) => {
    const router = await startRouter({
      ...{ model: 'RB5009', version: '7.20.8', identity: `bras-0${index + 1}`, accounts, transport: 'tls' },
      ...{ seed: index + 1, character: { role: 'pppoe', address } },
      faults: index === 0 ? { tellsAll: true } : { refusesLogins: true },
    });
    whenOver(() => router.stop());
    return { router, address };
  });
  const routers = await Promise.all(made);
  const [talkative] = routers;
  if (talkative !== undefined) plant(canaries, talkative.router, subscriber);
  return routers;
}

const menus = [
  ...['/interface', '/ip/address', '/ip/route', '/ip/arp', '/ip/dhcp-server/lease', '/interface/bridge/host'],
  ...['/ip/firewall/filter', '/ip/firewall/nat', '/ppp/secret', '/ppp/active', '/ip/neighbor', '/ip/service'],
];
/** The fields in which RouterOS keeps secrets, of these menus and of others. */
const secretFields = [
  ...['password', 'passphrase', 'secret', 'community', 'private-key', 'private-pem', 'preshared-key', 'ipsec-secret'],
  ...['pre-shared-key', 'wpa-pre-shared-key', 'wpa2-pre-shared-key', 'security.passphrase', 'static-key-0', 'psk'],
  ...['authentication-password', 'encryption-password', 'auth-key', 'tcp-md5-key', 'radius-password', 'pin', 'token'],
];
/** How secrets stand in the middle of what people write. */
const sentences = [
  (secret: string) => `wifi password=${secret}`,
  (secret: string) => `psk: "${secret}" as agreed`,
  (secret: string) => `ftp://backup:${secret}@10.0.0.5/`,
  (secret: string) => `sent Authorization: Bearer ${secret}`,
];

function plant(canaries: Canaries, { state }: SimulatedRouter, subscriber: string): void {
  for (const menu of menus) {
    const table = state.table(menu);
    const secrets = secretFields.map((field) => [field, canaries.type(`${field} of ${menu}`)] as const);
    for (const item of table.items.slice(0, 4)) table.set(item, Object.fromEntries(secrets));
    sentences.forEach((sentence, index) => {
      const item = table.items[index];
      if (item === undefined) return;
      const comment = `${canaries.show(`comment of ${menu}`)} ${sentence(canaries.type(`in a comment of ${menu}`))}`;
      table.set(item, { comment });
    });
  }
  for (const sentence of sentences)
    state.log(
      'system,info',
      `${canaries.show('a line of its log')} ${sentence(canaries.type('in a line of its log'))}`,
    );
  // Whoever is looked for.
  state.table('/ppp/secret').add({ name: subscriber, service: 'pppoe', disabled: 'false' });
}

/** Where webhooks go: an address that is not this machine's own, as those of routers. */
export const hookAddress = '10.77.9.9';

/**
 * Leads connections of the product to these addresses to ports of this machine, where it refuses to go by itself. It is a
 * network between them and no more: what is sent is what is sent.
 */
export function waysTo(directory: string, ways: Readonly<Record<string, number>>): string {
  const file = join(directory, 'ways.mjs');
  writeFileSync(
    file,
    `import { Socket } from 'node:net';
const ways = ${JSON.stringify(ways)};
const { connect } = Socket.prototype;
Socket.prototype.connect = function (...given) {
  const [first] = given;
  const isNormal = Array.isArray(first);
  const to = isNormal ? first[0] : first;
  const port = to === null || typeof to !== 'object' ? undefined : ways[to.host + ':' + to.port];
  if (port === undefined) return connect.apply(this, given);
  const there = { ...to, host: '127.0.0.1', port, lookup: undefined };
  if (!isNormal) return connect.call(this, there, ...given.slice(1));
  // Node marks what it has normalised with a symbol of its own.
  return connect.call(this, Object.assign([...first], { 0: there, ...symbolsOf(first) }));
};
const symbolsOf = (list) => Object.fromEntries(Object.getOwnPropertySymbols(list).map((name) => [name, list[name]]));
`,
  );
  return `--import file://${file}`;
}

/** A certificate for this machine's loopback and for where webhooks go, which only who is told trusts. */
export async function localCertificate(): Promise<Certificate> {
  await import('reflect-metadata'); // Demanded by @peculiar/x509 before it is loaded.
  const x509 = await import('@peculiar/x509');
  const { subtle } = globalThis.crypto;
  const keys = await subtle.generateKey({ name: 'ECDSA', namedCurve: 'P-256' }, true, ['sign', 'verify']);
  const ip = (value: string) => ({ type: 'ip' as const, value });
  const made = await x509.X509CertificateGenerator.createSelfSigned({
    name: 'CN=around',
    signingAlgorithm: { name: 'ECDSA', hash: 'SHA-256' },
    keys,
    extensions: [new x509.SubjectAlternativeNameExtension([ip('127.0.0.1'), ip(hookAddress)])],
  });
  const key = x509.PemConverter.encode(await subtle.exportKey('pkcs8', keys.privateKey), 'PRIVATE KEY');
  return { certificate: `${made.toString('pem').trim()}\n`, key: `${key.trim()}\n` };
}

export interface Outside {
  readonly mailPort: number;
  readonly hookPort: number;
  /** Letters as they came. */
  readonly letters: string[];
  /** Bodies of webhooks as they came. */
  readonly called: string[];
}

/** A mail server as careless as they come: it repeats whatever it refuses. And an https server for webhooks. */
export async function startOutside(
  { certificate, key }: Certificate,
  mailbox: { readonly user: string; readonly password: string },
  whenOver: WhenOver,
): Promise<Outside> {
  const [letters, called]: [string[], string[]] = [[], []];
  const mail = new SMTPServer({
    ...{ secure: true, cert: certificate, key },
    onAuth: ({ username, password }, _session, done) =>
      username === mailbox.user && password === mailbox.password
        ? done(null, { user: username })
        : done(
            new Error(`535 ${username} with ${password} (${Buffer.from(password ?? '').toString('base64')}) is nobody`),
          ),
    onData: (stream, { envelope }, done) => {
      void text(stream).then((raw) => {
        letters.push(raw);
        // As it reads: a line may be folded on its way (RFC 2045, 6.7).
        const [link = ''] = /https:\S+#\S+/.exec(raw.replace(/=\r\n/g, '').replaceAll('=3D', '=')) ?? [];
        const responseCode = { refused: 554, later: 451 }[envelope.rcptTo[0]?.address.split('@')[0] ?? ''];
        done(responseCode === undefined ? null : Object.assign(new Error(`spam: ${link}`), { responseCode }));
      });
    },
  });
  const hooks = createServer({ cert: certificate, key }, (request, response) => {
    void text(request).then((body) => {
      called.push(body);
      response.writeHead(204).end();
    });
  });
  mail.on('error', () => undefined);
  mail.listen(0, '127.0.0.1');
  hooks.listen(0, '127.0.0.1');
  await Promise.all([once(mail.server, 'listening'), once(hooks, 'listening')]);
  whenOver(() => {
    mail.close(() => undefined);
    hooks.closeAllConnections();
    hooks.close();
  });
  return { mailPort: portOf(mail.server.address()), hookPort: portOf(hooks.address()), letters, called };
}

const portOf = (address: ReturnType<ReturnType<typeof createServer>['address']>): number =>
  typeof address === 'object' && address !== null ? address.port : 0;

import { X509Certificate } from 'node:crypto';
import { createServer as createPlain, type Server, type Socket } from 'node:net';
import { createServer as createTls, type TlsOptions } from 'node:tls';
import { makePair } from '../../support/certificates';
import type { SecondAccount } from './second-login';
import { print } from './second-print';
import type { Row } from './second-queries';
import { menusOf } from './second-rows';
import type { Menus } from './second-rows-alike';
import { type Answer, type Asked, type Dialect, refused } from './second-said';
import { SecondSession } from './second-session';
import { monitorTraffic, ping, traceroute } from './second-tools';

export interface SecondRouterOptions {
  /** `7.20.8`, `6.49.18`; one before 6.43 knows nothing but the digest. */
  readonly version: string;
  readonly transport?: 'tls' | 'plain';
  readonly account: SecondAccount;
  /** Besides those that it has anyway. */
  readonly menus?: Menus;
  /** How long a second of the router is, in milliseconds. */
  readonly secondMs?: number;
  readonly isBytewise?: boolean;
}

export interface SecondRouter {
  readonly port: number;
  /** SHA-256 of its certificate, 64 hex digits; null over plain TCP. */
  readonly pin: string | null;
  /** Sentences as they came and as they were said, over all connections, in their order. */
  readonly heard: (readonly string[])[];
  readonly said: (readonly string[])[];
  /** Connections so far; over TLS those that were agreed on. */
  readonly connections: () => number;
  /** Connections there are now, also those that hung up before they said anything. */
  readonly open: () => number;
  readonly fatal: (reason: string) => void;
  readonly stop: () => Promise<void>;
}

/**
 * A second router for the tests, written from the description of the protocol and MikroTik's manual by someone who has seen
 * neither our codec nor our simulator: where all three misread the manual alike is the only place left to be wrong in.
 */
export async function startSecondRouter(options: SecondRouterOptions): Promise<SecondRouter> {
  const [major = 0, minor = 0] = options.version.split('.').map(Number);
  const dialect: Dialect = { isSeven: major >= 7, saysEmpty: major > 7 || (major === 7 && minor >= 18) };
  const heard: (readonly string[])[] = [];
  const said: (readonly string[])[] = [];
  const sessions: SecondSession[] = [];
  const menus = { ...menusOf(dialect, options.version), ...options.menus };
  const ground = {
    accounts: [options.account],
    version: { isSeven: dialect.isSeven, isPre643: major === 6 && minor < 43 },
    secondMs: options.secondMs ?? 5,
    isBytewise: options.isBytewise ?? false,
    answer: (asked: Asked, { policies }: SecondAccount) => answerTo(asked, { menus, dialect, policies }),
    onHeard: (words: readonly string[]) => void heard.push(words),
    onSaid: (words: readonly string[]) => void said.push(words),
  };
  const onSocket = (socket: Socket) => void sessions.push(new SecondSession(socket, ground));
  const tls = options.transport === 'plain' ? null : await identityOf(dialect);
  const server = tls === null ? createPlain(onSocket) : createTls(tls, onSocket);
  // A client that does not like the certificate hangs up in the middle of the handshake.
  server.on('tlsClientError', () => undefined);
  const open = new Set<Socket>();
  server.on('connection', (socket: Socket) => {
    open.add(socket);
    socket.on('close', () => open.delete(socket));
  });
  const port = await listening(server);
  return {
    port,
    pin: tls === null ? null : new X509Certificate(tls.cert).fingerprint256.replaceAll(':', '').toLowerCase(),
    heard,
    said,
    connections: () => sessions.length,
    open: () => open.size,
    fatal: (reason) => {
      for (const session of sessions) session.fatal(reason);
    },
    stop: async () => {
      for (const socket of open) socket.destroy();
      await new Promise<void>((resolve) => server.close(() => resolve()));
    },
  };
}

type Identity = TlsOptions & { readonly cert: string };

const identities = new Map<boolean, Promise<Identity>>();

/** One for all routers of a dialect: making a key of RSA takes longer than a test. */
function identityOf({ isSeven }: Dialect): Promise<Identity> {
  const made = identities.get(isSeven) ?? makeIdentity(isSeven);
  identities.set(isSeven, made);
  return made;
}

async function makeIdentity(isSeven: boolean): Promise<Identity> {
  const { certificate, key } = await makePair({ algorithm: isSeven ? 'P-256' : 'RSA-2048' });
  // RouterOS 6 knows nothing after 1.2.
  return { cert: certificate, key, ...(isSeven ? {} : { maxVersion: 'TLSv1.2' }) };
}

async function listening(server: Server): Promise<number> {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('it listens at no port');
  return address.port;
}

interface Box {
  readonly menus: Menus;
  readonly dialect: Dialect;
  readonly policies: readonly string[];
}

function answerTo(asked: Asked, { menus, dialect, policies }: Box): Answer {
  const tool = toolOf(asked, menus['/interface'] ?? [], dialect);
  if (tool !== null) return policies.includes(tool.policy) ? tool.answer() : refused('not enough permissions (9)');
  const [, menu = '', command] = /^(.*)\/([^/]+)$/.exec(asked.path) ?? [];
  const rows = menus[menu];
  if (rows === undefined) return refused('no such command prefix', 0);
  if (command !== 'print' && command !== 'getall') return refused('no such command', 0);
  return policies.includes('read') ? print(asked, rows, dialect) : refused('not enough permissions (9)');
}

interface Tool {
  readonly policy: string;
  readonly answer: () => Answer;
}

function toolOf(asked: Asked, interfaces: readonly Row[], dialect: Dialect): Tool | null {
  switch (asked.path) {
    case '/tool/ping':
      // RouterOS 6 pings at the root alone.
      return dialect.isSeven ? { policy: 'test', answer: () => ping(asked, dialect) } : null;
    case '/ping':
      return { policy: 'test', answer: () => ping(asked, dialect) };
    case '/tool/traceroute':
      return { policy: 'test', answer: () => traceroute(asked) };
    case '/interface/monitor-traffic':
      return { policy: 'read', answer: () => monitorTraffic(asked, interfaces) };
    default:
      return null;
  }
}

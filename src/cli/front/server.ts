import { randomUUID } from 'node:crypto';
import { createServer, type Server } from 'node:http';
import { createSecureServer, type Http2SecureServer, type ServerHttp2Session } from 'node:http2';
import type { Duplex } from 'node:stream';
import type { SecureContextOptions } from 'node:tls';
import { elsewhere, redirect } from './canonical';
import { authorityOf, type Exchange, type Request, type Response } from './exchange';
import { limits } from './limits';
import { forward, makeAgent } from './proxy';
import { judge, refusals, refuse, refuseUnparsed } from './refuse';
import { type AddressOf, trusting } from './trusted-proxies';

/** A certificate with its chain, and its key: PEM texts. `isGiven`: somebody gave it, so browsers may insist on it. */
interface Shown {
  readonly certificate: string;
  readonly key: string;
  readonly isGiven: boolean;
}

export interface FrontOptions {
  /** Null: plain HTTP, for the demo on loopback alone. */
  readonly tls: Shown | null;
  readonly frontKey: string;
  readonly onlyLoopbackNames: boolean;
}

export interface Front {
  readonly server: Server | Http2SecureServer;
  /** The path of the socket that web listens on; null while it is not there. */
  setUpstream(socket: string | null): void;
  /** Addresses and CIDR blocks of proxies that say truly who their client is, from the next request on; at first none. */
  trust(proxies: readonly string[]): void;
  /** Another certificate, for connections that begin from now on; those that are there live on with the one they have. */
  show(tls: Shown): void;
  /** Takes no new request, cuts event streams (their clients come back by themselves) and lets the others finish. */
  drain(): Promise<void>;
}

/** The one door to the network: true addresses, limits, headers and TLS 1.3. It holds no session and no secret of a person. */
export function makeFront(options: FrontOptions, onRequest: (exchange: Exchange) => void = () => undefined): Front {
  const security = { strictTransport: options.tls?.isGiven === true };
  let shown = options.tls;
  const agent = makeAgent();
  let addressOf = trusting([]);
  const streams = new Set<Response>();
  const sessions = new Set<ServerHttp2Session>();
  let socket: string | null = null;

  const answer = (exchange: Exchange): void => {
    const refusal = judge(exchange.request, options);
    if (refusal !== null || socket === null) {
      refuse(exchange, refusal ?? refusals.unavailable, security);
      return;
    }
    const canonical = options.onlyLoopbackNames ? elsewhere(exchange) : null;
    if (canonical !== null) {
      redirect(exchange, canonical, security);
      return;
    }
    const proto = options.tls ? 'https' : 'http';
    forward(exchange, { ...security, socket, agent, frontKey: options.frontKey, proto }, (answered) => {
      if (!answered.headers['content-type']?.startsWith('text/event-stream')) return;
      streams.add(exchange.response);
      exchange.response.on('close', () => streams.delete(exchange.response));
    });
  };

  const serve = (request: Request, response: Response): void => {
    const exchange = newExchange(request, response, addressOf);
    onRequest(exchange);
    try {
      answer(exchange);
    } catch {
      // What Node will not pass on, such as a port beyond 65535, must not end the one process everybody comes through.
      refuse(exchange, refusals.malformed, security);
    }
  };

  const server = options.tls ? secureServer(options.tls, sessions) : createServer(parserLimits);
  Object.assign(server, parserLimits, { maxConnections: limits.connections, keepAliveTimeout: limits.idleMs });
  server.on('request', serve);
  // Without these two Node would answer an `Expect` by itself, without our headers.
  server.on('checkExpectation', serve);
  server.on('checkContinue', (request: Request, response: Response) => {
    if (judge(request, options) === null) response.writeContinue();
    serve(request, response);
  });
  server.on('clientError', (error: Error, socket: Duplex) => refuseUnparsed(error, socket, randomUUID(), security));
  return {
    server,
    setUpstream: (at) => {
      socket = at;
    },
    show: (tls) => {
      // The same one again would only make everybody begin a new TLS session.
      if (!('setSecureContext' in server) || (tls.certificate === shown?.certificate && tls.key === shown.key)) return;
      server.setSecureContext(contextOf(tls));
      shown = tls;
      security.strictTransport = tls.isGiven;
    },
    trust: (proxies) => {
      addressOf = trusting(proxies);
    },
    drain: () => drain(server, sessions, streams),
  };
}

function newExchange(request: Request, response: Response, addressOf: AddressOf): Exchange {
  // A peer may reset at any moment; the exchange then ends through `close`.
  request.on('error', () => response.destroy());
  response.on('error', () => request.destroy());
  return { request, response, requestId: randomUUID(), address: addressOf(request), authority: authorityOf(request) };
}

const parserLimits = {
  maxHeaderSize: limits.parserHeaderBytes,
  headersTimeout: limits.headersMs,
  requestTimeout: limits.bodyMs,
  connectionsCheckingInterval: 1_000,
  // Zero is no limit to Node: it would drop the headers beyond it without a word, and we count them ourselves.
  maxHeadersCount: 0,
  insecureHTTPParser: false,
  noDelay: true,
};

/** All that is chosen of TLS: a context that is set anew takes nothing over from the one before. */
const contextOf = ({ certificate, key }: Shown) =>
  ({ cert: certificate, key, minVersion: 'TLSv1.3' }) as const satisfies SecureContextOptions;

function secureServer(tls: Shown, sessions: Set<ServerHttp2Session>): Http2SecureServer {
  const server = createSecureServer({
    ...contextOf(tls),
    allowHTTP1: true,
    handshakeTimeout: limits.handshakeMs,
    maxHeaderListPairs: limits.parserHeaderBytes / 64,
    settings: {
      enablePush: false,
      maxConcurrentStreams: limits.streamsPerConnection,
      maxHeaderListSize: limits.parserHeaderBytes,
    },
  });
  // Without it small answers wait for the peer's delayed acknowledgement, 40 ms each.
  server.on('secureConnection', (socket) => socket.setNoDelay(true));
  server.on('session', (session) => {
    sessions.add(session);
    session.on('close', () => sessions.delete(session));
    // A broken connection is no failure of ours; it ends its streams through `close`.
    session.on('error', () => session.destroy());
    session.setTimeout(limits.idleMs, () => session.close());
  });
  return server;
}

function drain(
  server: Server | Http2SecureServer,
  sessions: Set<ServerHttp2Session>,
  streams: Set<Response>,
): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve());
    for (const response of streams) response.destroy();
    for (const session of sessions) session.close();
  });
}

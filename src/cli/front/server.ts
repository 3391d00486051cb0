import { randomUUID } from 'node:crypto';
import { createServer, type Server } from 'node:http';
import { createSecureServer, type Http2SecureServer, type ServerHttp2Session } from 'node:http2';
import type { Duplex } from 'node:stream';
import { elsewhere, redirect } from './canonical';
import { addressOf, authorityOf, type Exchange, type Request, type Response } from './exchange';
import { limits } from './limits';
import { forward, makeAgent } from './proxy';
import { judge, refusals, refuse, refuseUnparsed } from './refuse';

export interface FrontOptions {
  /** PEM texts; null: plain HTTP, for the demo on loopback alone. */
  readonly tls: { readonly certificate: string; readonly key: string; readonly isGiven: boolean } | null;
  readonly frontKey: string;
  readonly onlyLoopbackNames: boolean;
}

export interface Front {
  readonly server: Server | Http2SecureServer;
  /** Where web is now; null while it is not there. */
  setUpstream(port: number | null): void;
  /** Takes no new request, cuts event streams (their clients come back by themselves) and lets the others finish. */
  drain(): Promise<void>;
}

/** The one door to the network: true addresses, limits, headers and TLS 1.3. It holds no session and no secret of a person. */
export function makeFront(options: FrontOptions): Front {
  const security = { strictTransport: options.tls?.isGiven === true };
  const agent = makeAgent();
  const streams = new Set<Response>();
  const sessions = new Set<ServerHttp2Session>();
  let port: number | null = null;

  const answer = (exchange: Exchange): void => {
    const refusal = judge(exchange.request, options);
    if (refusal !== null || port === null) {
      refuse(exchange, refusal ?? refusals.unavailable, security);
      return;
    }
    const canonical = options.onlyLoopbackNames ? elsewhere(exchange) : null;
    if (canonical !== null) {
      redirect(exchange, canonical, security);
      return;
    }
    const proto = options.tls ? 'https' : 'http';
    forward(exchange, { ...security, port, agent, frontKey: options.frontKey, proto }, (answered) => {
      if (!answered.headers['content-type']?.startsWith('text/event-stream')) return;
      streams.add(exchange.response);
      exchange.response.on('close', () => streams.delete(exchange.response));
    });
  };

  const serve = (request: Request, response: Response): void => {
    const exchange = newExchange(request, response);
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
      port = at;
    },
    drain: () => drain(server, sessions, streams),
  };
}

function newExchange(request: Request, response: Response): Exchange {
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

function secureServer(tls: { certificate: string; key: string }, sessions: Set<ServerHttp2Session>): Http2SecureServer {
  const server = createSecureServer({
    cert: tls.certificate,
    key: tls.key,
    minVersion: 'TLSv1.3',
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

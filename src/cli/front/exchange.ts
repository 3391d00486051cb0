import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Http2ServerRequest, Http2ServerResponse } from 'node:http2';

/** The front speaks HTTP/1.1 and HTTP/2 on one port; Node gives both the same shape. */
export type Request = IncomingMessage | Http2ServerRequest;
export type Response = ServerResponse | Http2ServerResponse;

/** A request on its way, with what the front itself found out about it. */
export interface Exchange {
  readonly request: Request;
  readonly response: Response;
  /** Ours, fresh; the client's own is never believed. */
  readonly requestId: string;
  /** The peer's address as the socket has it: IPv4 without the `::ffff:` of a dual-stack socket. */
  readonly address: string;
  /** What the client calls us: `host[:port]`. */
  readonly authority: string;
}

export function addressOf(request: Request): string {
  return (request.socket.remoteAddress ?? '').replace(/^::ffff:(?=\d+\.)/, '');
}

export function authorityOf(request: Request): string {
  const { ':authority': authority, host } = request.headers;
  return (typeof authority === 'string' ? authority : host) ?? '';
}

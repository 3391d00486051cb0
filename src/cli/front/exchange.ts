import { type IncomingMessage, ServerResponse } from 'node:http';
import { constants, type Http2ServerRequest, type Http2ServerResponse } from 'node:http2';

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

/** Ends an answer such that its reader knows it is not whole. A stream of HTTP/2 that is merely destroyed ends like a good one. */
export function cut(response: Response): void {
  if (response instanceof ServerResponse) response.destroy();
  else response.stream.close(constants.NGHTTP2_INTERNAL_ERROR);
}

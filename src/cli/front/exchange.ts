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
  /** The client's: the peer's as the socket has it, or what a trusted proxy says of its own peer. */
  readonly address: string;
  /** What the client calls us: `host[:port]`. */
  readonly authority: string;
}

/** IPv4 without the `::ffff:` of a dual-stack socket. */
export const plainAddress = (address: string): string => address.replace(/^::ffff:(?=\d+\.)/i, '');

export const peerOf = (request: Request): string => plainAddress(request.socket.remoteAddress ?? '');

export function authorityOf(request: Request): string {
  const { ':authority': authority, host } = request.headers;
  return (typeof authority === 'string' ? authority : host) ?? '';
}

/** Ends an answer such that its reader knows it is not whole. A stream of HTTP/2 that is merely destroyed ends like a good one. */
export function cut(response: Response): void {
  if (response instanceof ServerResponse) response.destroy();
  else response.stream.close(constants.NGHTTP2_INTERNAL_ERROR);
}

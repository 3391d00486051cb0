import { ServerResponse, STATUS_CODES } from 'node:http';
import type { Duplex } from 'node:stream';
import type { Exchange, Request, Response } from './exchange';
import { authorityOf, cut } from './exchange';
import { type Security, toClient } from './headers';
import { limits } from './limits';

/** An answer the front gives itself. The code is one of the product's own, so that a client needs one table. */
export interface Refusal {
  readonly status: 400 | 405 | 408 | 413 | 414 | 421 | 431 | 503;
  readonly code: 'invalid' | 'tooLarge' | 'unavailable';
  readonly message: string;
}

export const refusals = {
  malformed: { status: 400, code: 'invalid', message: 'The request is not well-formed HTTP.' },
  unexpectedBody: { status: 400, code: 'invalid', message: 'A request by this method has no body.' },
  address: { status: 400, code: 'invalid', message: 'The address is not percent-encoded UTF-8.' },
  method: { status: 405, code: 'invalid', message: 'This method is not known here.' },
  slow: { status: 408, code: 'invalid', message: 'The request took too long to arrive.' },
  body: { status: 413, code: 'tooLarge', message: `A request may hold ${limits.bodyBytes / 1024} KiB.` },
  url: { status: 414, code: 'tooLarge', message: 'The address is too long.' },
  foreignHost: {
    status: 421,
    code: 'invalid',
    message: 'The demo answers on this machine only, as localhost or 127.0.0.1.',
  },
  headers: { status: 431, code: 'tooLarge', message: 'The headers are too large.' },
  unavailable: {
    status: 503,
    code: 'unavailable',
    message: 'Routeward is starting or restarting. Try again in a few seconds.',
  },
} as const satisfies Record<string, Refusal>;

const methods = new Set(['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS']);
/** Methods whose content means nothing (RFC 9110, 9.3.1 and 9.3.5): one that has any is a mistake or an attack. */
export const bodyless: ReadonlySet<string> = new Set(['GET', 'HEAD', 'DELETE', 'OPTIONS']);
const wellFormedAuthority = /^(\[[0-9a-fA-F:.]+\]|[A-Za-z0-9._-]{1,253})(:\d{1,5})?$/;
const loopbackAuthority = /^(localhost|127\.0\.0\.1|\[::1\])(:\d{1,5})?$/i;

export interface Rules {
  /** The demo has published passwords: a page elsewhere must not reach it by rebinding its own name to 127.0.0.1. */
  readonly onlyLoopbackNames: boolean;
}

/** Null when the head of the request is one that web may see. */
export function judge(request: Request, rules: Rules): Refusal | null {
  const { method = '', url = '', rawHeaders } = request;
  if (!methods.has(method)) return refusals.method;
  if (url.length > limits.urlBytes) return refusals.url;
  if (!/^\/[\x21-\x7e]*$/.test(url)) return refusals.malformed;
  const bytes = rawHeaders.reduce((sum, text) => sum + Buffer.byteLength(text), rawHeaders.length * 16);
  if (bytes > limits.headerBytes || rawHeaders.length / 2 > limits.headers) return refusals.headers;
  if (isAmbiguous(request)) return refusals.malformed;
  const authority = authorityOf(request);
  if (!wellFormedAuthority.test(authority)) return refusals.malformed;
  if (rules.onlyLoopbackNames && !loopbackAuthority.test(authority)) return refusals.foreignHost;
  if (!isDecodable(url)) return refusals.address;
  return judgeBody(request);
}

function judgeBody({ method = '', headers }: Request): Refusal | null {
  const { 'content-length': length, 'transfer-encoding': encoding } = headers;
  if (length !== undefined && !/^\d{1,15}$/.test(length)) return refusals.malformed;
  if (bodyless.has(method) && (encoding !== undefined || Number(length ?? 0) > 0)) return refusals.unexpectedBody;
  return Number(length ?? 0) > limits.bodyBytes ? refusals.body : null;
}

/** Next answers a path it cannot decode with a bare 500. */
function isDecodable(url: string): boolean {
  try {
    decodeURIComponent(url.split('?', 1)[0] ?? '');
    return true;
  } catch {
    return false; // URIError is all that it throws.
  }
}

/** Shapes that two programs in a row can read differently (RFC 9112, 11.2). The parser refuses most before us. */
function isAmbiguous(request: Request): boolean {
  const { headers, rawHeaders } = request;
  const times = (name: string) => rawHeaders.filter((text, at) => at % 2 === 0 && text.toLowerCase() === name).length;
  const encoding = headers['transfer-encoding'];
  if (encoding !== undefined && (headers['content-length'] !== undefined || encoding.toLowerCase() !== 'chunked'))
    return true;
  // A length that is said to belong to this connection alone would be taken off, and the body left without an end.
  if (/(^|[\s,])(content-length|transfer-encoding|host)([\s,]|$)/i.test(headers.connection ?? '')) return true;
  return times('host') > 1 || times('content-length') > 1 || times('transfer-encoding') > 1;
}

function bodyOf(refusal: Refusal, requestId: string): string {
  return JSON.stringify({ code: refusal.code, message: refusal.message, requestId });
}

const ownHeaders = { 'content-type': 'application/json', 'cache-control': 'no-store' };

/** Answers and then reads on for a while: a client that is still sending would otherwise see a reset, not the reason. */
export function refuse(exchange: Exchange, refusal: Refusal, security: Security): void {
  const { request, response, requestId } = exchange;
  if (response.headersSent) {
    cut(response);
    return;
  }
  const body = bodyOf(refusal, requestId);
  const headers = toClient({ ...ownHeaders, 'content-length': String(Buffer.byteLength(body)) }, requestId, security);
  if (refusal.status === 503) headers['retry-after'] = '2';
  writeHead(response, refusal.status, headers);
  // After a request that was read wrongly, what follows on the connection cannot be trusted to be the next one.
  if (refusal.status === 400 && response instanceof ServerResponse) response.setHeader('connection', 'close');
  if (request.method === 'HEAD') response.end();
  else response.end(body);
  let drained = 0;
  request.on('data', (chunk: Buffer) => {
    drained += chunk.length;
    if (drained > limits.drainedBytes) request.destroy();
  });
}

export function writeHead(response: Response, status: number, headers: ReturnType<typeof toClient>): void {
  response.statusCode = status;
  for (const [name, value] of Object.entries(headers)) {
    if (value !== undefined) response.setHeader(name, value);
  }
}

/** What the parser refused never became a request: the answer is written to the socket as it is. */
export function refuseUnparsed(
  error: Error & { code?: string },
  socket: Duplex,
  requestId: string,
  security: Security,
): void {
  if (error.code === 'ECONNRESET' || !socket.writable) {
    socket.destroy();
    return;
  }
  const refusal = unparsed(error.code);
  const body = bodyOf(refusal, requestId);
  const headers = toClient({ ...ownHeaders, 'content-length': String(Buffer.byteLength(body)) }, requestId, security);
  const lines = Object.entries({ ...headers, connection: 'close' }).map(([name, value]) => `${name}: ${value}`);
  socket.end(`HTTP/1.1 ${refusal.status} ${STATUS_CODES[refusal.status]}\r\n${lines.join('\r\n')}\r\n\r\n${body}`);
}

function unparsed(code: string | undefined): Refusal {
  if (code === 'HPE_HEADER_OVERFLOW') return refusals.headers;
  if (code === 'ERR_HTTP_REQUEST_TIMEOUT') return refusals.slow;
  return refusals.malformed;
}

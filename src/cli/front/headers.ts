import type { IncomingHttpHeaders, OutgoingHttpHeaders } from 'node:http';
import type { Exchange } from './exchange';

/** RFC 9110 (7.6.1) and what older programs use: they belong to one connection and are never passed on. */
const hopByHop = new Set([
  'connection',
  'keep-alive',
  'proxy-connection',
  'proxy-authenticate',
  'proxy-authorization',
  'te',
  'trailer',
  'transfer-encoding',
  'upgrade',
  'http2-settings',
  'expect',
]);

/**
 * What only a proxy or Next itself may say. Next believes a client's x-forwarded-for, and x-middleware-subrequest once
 * switched its proxy off (CVE-2025-29927). There are no server actions, so next-action has no business here either.
 */
const onlyOursToSay =
  /^(x-forwarded-.*|forwarded|via|x-real-ip|x-client-ip|true-client-ip|cf-.*|x-request-id|x-routeward-.*|x-middleware-.*|x-nextjs-.*|x-next-.*|x-now-.*|x-matched-path|x-invoke-.*|x-prerender-.*|x-vercel-.*|x-original-.*|x-rewrite-.*|x-http-method.*|x-method-override|next-action|host)$/;

export interface Origin {
  readonly proto: 'https' | 'http';
  readonly frontKey: string;
}

/** The headers web gets: the client's without those it may not say, and ours. */
export function toWeb(exchange: Exchange, origin: Origin): OutgoingHttpHeaders {
  const headers: OutgoingHttpHeaders = {};
  const named = connectionOptions(exchange.request.headers);
  for (const [name, value] of Object.entries(exchange.request.headers)) {
    if (name.startsWith(':') || hopByHop.has(name) || named.has(name) || onlyOursToSay.test(name)) continue;
    headers[name] = value;
  }
  return {
    ...headers,
    host: exchange.authority,
    'x-forwarded-for': exchange.address,
    'x-forwarded-proto': origin.proto,
    'x-forwarded-host': exchange.authority,
    'x-request-id': exchange.requestId,
    'x-routeward-front': origin.frontKey,
  };
}

/** `Connection: close, x-secret` makes x-secret hop by hop too. */
function connectionOptions(headers: IncomingHttpHeaders): Set<string> {
  return new Set((headers.connection ?? '').split(',').map((name) => name.trim().toLowerCase()));
}

/** On every answer that does not say otherwise itself; security.md, "Web". */
const secured: Readonly<Record<string, string>> = {
  'content-security-policy': "default-src 'none'; frame-ancestors 'none'",
  'x-content-type-options': 'nosniff',
  'x-frame-options': 'DENY',
  'referrer-policy': 'same-origin',
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
  'permissions-policy': 'camera=(), geolocation=(), microphone=(), payment=(), usb=()',
};

/** Two years, as browsers' preload lists ask for. Only with a given certificate: a made one would lock people out. */
const strictTransport = 'max-age=63072000; includeSubDomains';

export interface Security {
  readonly strictTransport: boolean;
}

/** The headers the client gets: web's without those of its connection, completed. */
export function toClient(given: IncomingHttpHeaders, requestId: string, security: Security): OutgoingHttpHeaders {
  const headers: OutgoingHttpHeaders = { ...secured };
  const named = connectionOptions(given);
  for (const [name, value] of Object.entries(given)) {
    if (!hopByHop.has(name) && !named.has(name) && name !== 'x-powered-by' && name !== 'server') headers[name] = value;
  }
  if (security.strictTransport) headers['strict-transport-security'] = strictTransport;
  headers['x-request-id'] = requestId;
  return headers;
}

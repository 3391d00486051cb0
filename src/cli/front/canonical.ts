import type { Exchange } from './exchange';
import { type Security, toClient } from './headers';
import { writeHead } from './refuse';

/**
 * Where a page of the demo should rather be opened, or null. Cookies and the check of a request's origin know one name
 * of this machine, `localhost`; a person who typed 127.0.0.1 could look but not sign in. Programs are left alone.
 */
export function elsewhere({ request, authority }: Exchange): string | null {
  if (request.method !== 'GET' || request.headers['sec-fetch-mode'] !== 'navigate') return null;
  const { hostname, port } = new URL(`http://${authority}`);
  return hostname === 'localhost' ? null : `http://localhost${port && `:${port}`}${request.url}`;
}

export function redirect({ response, requestId }: Exchange, location: string, security: Security): void {
  writeHead(
    response,
    307,
    toClient({ location, 'cache-control': 'no-store', 'content-length': '0' }, requestId, security),
  );
  response.end();
}

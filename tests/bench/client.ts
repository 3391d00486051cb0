import { once } from 'node:events';
import * as http from 'node:http';
import * as https from 'node:https';
import { text } from 'node:stream/consumers';

/** Asks one server over connections that are kept. */
export type Client = (
  path: string,
  headers: Readonly<Record<string, string>>,
) => Promise<{ readonly status: number; readonly body: string; readonly location: string | undefined }>;

/** With `ca` over TLS, trusting that certificate and no other; with `socketPath` on that Unix socket. */
export function client(url: string, { ca, socketPath }: { ca?: Buffer; socketPath?: string } = {}): Client {
  const agent = ca === undefined ? new http.Agent({ keepAlive: true }) : new https.Agent({ keepAlive: true, ca });
  const request = ca === undefined ? http.request : https.request;
  return async function ask(path, headers): ReturnType<Client> {
    const asked = request(`${url}${path}`, { agent, headers, socketPath }).end();
    try {
      const [answer] = await once(asked, 'response');
      return { status: answer.statusCode, body: await text(answer), location: answer.headers.location };
    } catch (error) {
      // A server may end an idle connection at the very moment it is used again.
      if (asked.reusedSocket) return ask(path, headers);
      throw error;
    }
  };
}

/** The page that comes first: wherever the address without a path leads. */
export async function firstPage(ask: Client, headers: Readonly<Record<string, string>> = {}): Promise<string> {
  let path = '/';
  for (let hops = 0; hops < 5; hops += 1) {
    const { status, body, location } = await ask(path, headers);
    if (status === 200 && body.includes('</html>')) return body;
    if (location === undefined) throw new Error(`${path} answered ${status} and no page`);
    const { pathname, search } = new URL(location, 'http://localhost');
    path = pathname + search;
  }
  throw new Error('the first page leads in a circle');
}

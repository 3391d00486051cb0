import { timingSafeEqual } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { setTimeout as after } from 'node:timers/promises';
import next from 'next';
import { processEnv } from '@/env';
import { wasAway } from '@/server/api/away';
import { writeTallies } from '@/server/audit/refusals';
import { loadPublicUrl } from '@/server/auth/public-url';
import { causesOf } from '@/server/log';
import { Backoff } from './backoff';
import { liveAsChild } from './child';
import type { Log } from './log';
import { projectRoot } from './project-root';

const drainMs = 5_000;
const talliesMs = 2_000;
/** Longer than the front keeps an idle connection, so that none is closed just as it is used. */
const keepAliveMs = 120_000;

/** Next on a loopback port of its own, answering to the front alone. */
export async function web(log: Log): Promise<void> {
  const { frontKey, simulated } = processEnv();
  const server = createServer({ keepAliveTimeout: keepAliveMs, requestTimeout: 0, noDelay: true });
  await liveAsChild(log, {
    begin: async () => {
      // A demo is opened on this machine alone, whatever is configured.
      if (simulated === null) await knowPublicUrl(log);
      const app = next({ dev: false, dir: projectRoot(), quiet: true });
      await app.prepare();
      const handle = app.getRequestHandler();
      server.on('request', (request, response) => {
        if (!cameThrough(request, frontKey)) return refuse(request, response);
        sayWhenAway(request, response);
        void handle(request, response);
      });
      return listen(server);
    },
    onOrder: () => undefined,
    stop: async () => {
      const closed = new Promise((resolve) => server.close(resolve));
      server.closeIdleConnections();
      await Promise.race([closed, after(drainMs)]);
      // What was counted since the last minute is not lost with the process; a database that is away holds nobody up.
      await Promise.race([writeTallies('web-stopped'), after(talliesMs)]);
    },
  });
}

/** It may have been set up since the supervisor began. A database that is away is waited for: it issues no token either. */
async function knowPublicUrl(log: Log): Promise<void> {
  const backoff = new Backoff();
  for (;;) {
    try {
      return await loadPublicUrl();
    } catch (error) {
      log.warn({ causes: causesOf(error) }, 'the database does not say yet where people find us');
      await after(backoff.next(0));
    }
  }
}

/** Whoever goes around the front could name any address as its own. Takes the key off: no page has any use for it. */
function cameThrough(request: IncomingMessage, frontKey: string): boolean {
  const shown = Buffer.from(String(request.headers['x-routeward-front'] ?? ''));
  const expected = Buffer.from(frontKey);
  delete request.headers['x-routeward-front'];
  return isAlone(request) && shown.length === expected.length && timingSafeEqual(shown, expected);
}

/** The front says each of these once. Twice means that a request was read into another one. */
function isAlone({ rawHeaders }: IncomingMessage): boolean {
  const names = rawHeaders.filter((_, at) => at % 2 === 0).map((name) => name.toLowerCase());
  return ['x-routeward-front', 'x-forwarded-for', 'x-request-id', 'host'].every(
    (name) => names.indexOf(name) === names.lastIndexOf(name),
  );
}

function refuse(request: IncomingMessage, response: ServerResponse): void {
  const requestId = String(request.headers['x-request-id'] ?? '');
  const body = { code: 'forbidden', message: 'Requests come through the front.', requestId };
  response.writeHead(403, { 'content-type': 'application/json', connection: 'close' }).end(JSON.stringify(body));
}

/** Next answers 500 for a page that could not be made; without its database the product is unavailable, which is 503. */
function sayWhenAway(request: IncomingMessage, response: ServerResponse): void {
  const requestId = String(request.headers['x-request-id'] ?? '');
  const writeHead = response.writeHead.bind(response);
  // safe: the arguments are handed on as they came, but for the status.
  response.writeHead = ((status: number, ...rest: never[]) =>
    writeHead(wasAway(requestId) && status === 500 ? 503 : status, ...rest)) as typeof response.writeHead;
  response.once('close', () => wasAway(requestId));
}

async function listen(server: Server): Promise<number> {
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (typeof address !== 'object' || address === null) throw new Error('a listening server has no port');
  return address.port;
}

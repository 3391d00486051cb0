import { timingSafeEqual } from 'node:crypto';
import { once } from 'node:events';
import { rmSync } from 'node:fs';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { setTimeout as after } from 'node:timers/promises';
import next from 'next';
import { processEnv } from '@/env';
import { wasAway } from '@/server/api/away';
import { noteRunner } from '@/server/api/http/health';
import { writeTallies } from '@/server/audit/refusals';
import { noteServed } from '@/server/certificate/served';
import { liveAsChild } from './child';
import { compressedAssets } from './compressed-assets';
import { followSettings } from './followed-settings';
import type { Log } from './log';
import { poolMetrics } from './metrics/pool-metrics';
import { processMetrics } from './metrics/process-metrics';
import { projectRoot } from './project-root';

const drainMs = 5_000;
const talliesMs = 2_000;
/** Longer than the front keeps an idle connection, so that none is closed just as it is used. */
const keepAliveMs = 120_000;

/**
 * Next on a socket of its own, answering to the front alone. What people send stands there in the clear: on a loopback port
 * whoever may capture packets on this machine would read it.
 */
export async function web(log: Log): Promise<void> {
  const { frontKey, simulated, webSocket } = processEnv();
  const server = createServer({ keepAliveTimeout: keepAliveMs, requestTimeout: 0, noDelay: true });
  const metrics = processMetrics('web');
  poolMetrics(metrics);
  await liveAsChild(log, {
    metrics,
    begin: async (report) => {
      // A demo is opened on this machine alone, and believes nobody, whatever is configured.
      if (simulated === null) await followSettings(log, (proxies) => report({ kind: 'trusts', proxies }));
      const app = next({ dev: false, dir: projectRoot(), quiet: true });
      await app.prepare();
      const handle = app.getRequestHandler();
      const servesCompressed = compressedAssets(projectRoot());
      server.on('request', (request, response) => {
        if (!cameThrough(request, frontKey)) return refuse(request, response);
        if (servesCompressed(request, response)) return;
        sayWhenAway(request, response);
        void handle(request, response);
      });
      await listen(server, webSocket);
      return null;
    },
    onOrder: (order) => {
      if (order.kind === 'served') noteServed(order.served);
      if (order.kind === 'runner') noteRunner(order.isThere);
    },
    stop: async () => {
      const closed = new Promise((resolve) => server.close(resolve));
      server.closeIdleConnections();
      await Promise.race([closed, after(drainMs)]);
      // What was counted since the last minute is not lost with the process; a database that is away holds nobody up.
      await Promise.race([writeTallies('web-stopped'), after(talliesMs)]);
    },
  });
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

/** A web process that was killed leaves its socket behind; there is never a second one. */
async function listen(server: Server, socket: string): Promise<void> {
  rmSync(socket, { force: true });
  server.listen(socket);
  await once(server, 'listening');
}

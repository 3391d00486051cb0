import { once } from 'node:events';
import { setTimeout as after } from 'node:timers/promises';
import { StartError } from '@/core/start-error';
import { liveAsChild } from '../child';
import type { Log } from '../log';
import type { Order } from '../messages';
import { httpMetrics } from '../metrics/http-metrics';
import { processMetrics } from '../metrics/process-metrics';
import { logAccess } from './access-log';
import { type Front, makeFront } from './server';

type Configure = Extract<Order, { kind: 'configure' }>;

/** What may still hold the port for a moment: the front of a supervisor that was killed, which ends by itself. */
const takenPatienceMs = 1_500;
const drainMs = 5_000;

export async function front(log: Log): Promise<void> {
  let running: Front | null = null;
  let configure: (order: Configure) => void = () => undefined;
  const configured = new Promise<Configure>((resolve) => {
    configure = resolve;
  });
  const metrics = processMetrics('front');
  const count = httpMetrics(metrics);
  await liveAsChild(log, {
    metrics,
    begin: async () => {
      const { options, host, port } = await configured;
      running = makeFront(options, (exchange) => {
        count(exchange);
        logAccess(log, exchange);
      });
      return listen(running, host, port);
    },
    onOrder: (order) => {
      if (order.kind === 'configure') configure(order);
      if (order.kind === 'upstream') running?.setUpstream(order.socket);
      if (order.kind === 'show') running?.show(order.tls);
      if (order.kind === 'trust') running?.trust(order.proxies);
    },
    stop: async () => {
      await Promise.race([running?.drain(), after(drainMs)]);
    },
  });
}

async function listen({ server }: Front, host: string, port: number): Promise<number> {
  const end = Date.now() + takenPatienceMs;
  for (;;) {
    try {
      await tried(server, host, port);
      const address = server.address();
      return typeof address === 'object' && address ? address.port : port;
    } catch (error) {
      const code = error instanceof Error && 'code' in error ? String(error.code) : '';
      if (code !== 'EADDRINUSE' || Date.now() > end) throw new StartError(sentence(code, host, port), { cause: error });
      await after(50);
    }
  }
}

async function tried(server: Front['server'], host: string, port: number): Promise<void> {
  server.listen(port, host);
  await once(server, 'listening'); // Rejects with what the server emits as `error`.
}

function sentence(code: string, host: string, port: number): string {
  const place = `${host.includes(':') ? `[${host}]` : host}:${port}`;
  switch (code) {
    case 'EADDRINUSE':
      return `Port ${port} is taken by another program (${place}). Stop it, or set ROUTEWARD_LISTEN to another host:port.`;
    case 'EACCES':
      return `This account may not listen on ${place}. Ports below 1024 need a right of their own: set ROUTEWARD_LISTEN to a higher port.`;
    case 'EADDRNOTAVAIL':
    case 'ENOTFOUND':
      return `This machine has no address ${host}. Set ROUTEWARD_LISTEN to one of its own, or to 0.0.0.0:${port}.`;
    default:
      return `Cannot listen on ${place} (${code}). Set ROUTEWARD_LISTEN to another host:port.`;
  }
}

import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import { AggregatorRegistry, type MetricObject, type Registry } from 'prom-client';
import { StartError } from '@/core/start-error';
import { causesOf } from '@/server/log';
import type { Log } from '../log';

export interface MetricsSource {
  readonly listen: { readonly host: string; readonly port: number };
  /** The measures of each process, and of the whole. */
  readonly collect: () => Promise<readonly object[]>;
  readonly log: Log;
}

/** Prometheus's text on an address of its own, which is nobody's but the operator's. Returns the server. */
export async function serveMetrics({ listen, collect, log }: MetricsSource): Promise<Server> {
  const server = createServer({ requestTimeout: 5_000 }, (request, response) => {
    if (request.method !== 'GET' || request.url !== '/metrics') {
      response.writeHead(404, { 'content-type': 'text/plain' }).end('Measures are at /metrics.\n');
      return;
    }
    void collect()
      .then(textOf)
      .then(
        (text) => response.writeHead(200, { 'content-type': 'text/plain; version=0.0.4; charset=utf-8' }).end(text),
        (error: unknown) => {
          log.error({ causes: causesOf(error) }, 'the measures could not be read');
          response.writeHead(503).end();
        },
      );
  });
  try {
    server.listen(listen.port, listen.host);
    await once(server, 'listening');
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : 'unknown';
    throw new StartError(
      `Cannot listen on ${listen.host}:${listen.port} (${code}). Set ROUTEWARD_METRICS to another host:port, or unset it.`,
      { cause: error },
    );
  }
  return server;
}

/** Each process names itself in a label, so that nothing is added up. */
async function textOf(collected: readonly object[]): Promise<string> {
  // safe: each is what a registry's getMetricsAsJSON gave, here or in a child of ours.
  const registry: Registry = AggregatorRegistry.aggregate(collected as MetricObject[][]);
  return registry.metrics();
}

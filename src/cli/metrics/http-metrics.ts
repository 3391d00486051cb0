import { Histogram, type Registry } from 'prom-client';
import type { Exchange } from '../front/exchange';

/** Which kind of address a request asks for; never the address itself, in which customers and devices stand. */
export function doorOf(path: string): string {
  const [, first = '', second = ''] = path.split(/[/?#]/, 3);
  if (first === 'api') return ['v1', 'trpc', 'auth'].includes(second) ? second : 'other';
  if (first === '_next') return 'asset';
  return ['healthz', 'readyz'].includes(first) ? 'health' : 'page';
}

/** Notes each request when its answer is over. A live view ends when its reader leaves, so it has a kind of its own. */
export function httpMetrics(registry: Registry): (exchange: Exchange) => void {
  const seconds = new Histogram({
    name: 'routeward_http_request_seconds',
    help: 'Requests by kind of address and status, and how long their answers took.',
    labelNames: ['door', 'status'],
    buckets: [0.01, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10],
    registers: [registry],
  });
  return ({ request, response }) => {
    const begun = performance.now();
    response.on('close', () => {
      const isLive = String(response.getHeader('content-type') ?? '').startsWith('text/event-stream');
      const labels = { door: isLive ? 'live' : doorOf(request.url ?? ''), status: String(response.statusCode) };
      seconds.observe(labels, (performance.now() - begun) / 1000);
    });
  };
}

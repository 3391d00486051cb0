import type { Log } from '../log';
import { doorOf } from '../metrics/http-metrics';
import type { Exchange } from './exchange';

const longestPath = 300;

/**
 * One line for each answer, with the id that its reader was told. Neither what stands behind the `?`, nor headers, nor
 * bodies: they hold what people type. Who it was is in the audit log, which may say so.
 */
export function logAccess(log: Log, { request, response, requestId }: Exchange): void {
  const begun = performance.now();
  response.on('close', () => {
    const path = (request.url ?? '').replace(/[?#].*$/s, '').slice(0, longestPath);
    const isRoutine = ['asset', 'health'].includes(doorOf(path));
    const line = { requestId, method: request.method, path, status: response.statusCode };
    log[isRoutine ? 'debug' : 'info']({ ...line, ms: Math.round(performance.now() - begun) }, 'answered');
  });
}

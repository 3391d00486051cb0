import type { Registry } from 'prom-client';
import { StartError } from '@/core/start-error';
import { causesOf } from '@/server/log';
import type { Log } from './log';
import type { Order, Report } from './messages';

export interface ChildWork {
  /** Begins; resolves with the port it listens on, or null. What else the supervisor is to know goes through `report`. */
  readonly begin: (report: (message: Report) => void) => Promise<number | null>;
  /** Finishes what is being done. */
  readonly stop: () => Promise<void>;
  readonly onOrder: (order: Order) => void;
  /** What it measures of itself. */
  readonly metrics: Registry;
}

/**
 * The life of a process under the supervisor: it reports, obeys, and ends with the supervisor, even one that was killed:
 * then the channel closes. A signal of its own means the same as an order to stop.
 */
export async function liveAsChild(log: Log, work: ChildWork): Promise<void> {
  let isStopping = false;
  const stop = async () => {
    if (isStopping) return;
    isStopping = true;
    try {
      await work.stop();
      process.exit(0);
    } catch (error) {
      log.error({ causes: causesOf(error) }, 'did not stop in good order');
      process.exit(1);
    }
  };
  process.on('message', (message) => {
    const order = message as Order; // safe: only the supervisor, our own program, holds the other end.
    if (order.kind === 'stop') void stop();
    else if (order.kind === 'measure') void tellMeasures(work.metrics, order.number);
    else work.onOrder(order);
  });
  process.on('disconnect', () => process.exit(1));
  process.on('SIGTERM', () => void stop());
  process.on('SIGINT', () => void stop());
  if (!process.connected) throw new StartError('This command is started by `routeward start`, not by hand.');
  try {
    report({ kind: 'ready', port: await work.begin(report) });
  } catch (error) {
    if (!(error instanceof StartError)) throw error;
    report({ kind: 'refused', sentence: error.message });
    await stop();
  }
}

async function tellMeasures(metrics: Registry, number: number): Promise<void> {
  report({ kind: 'measured', number, metrics: await metrics.getMetricsAsJSON() });
}

function report(message: Report): void {
  process.send?.(message);
}

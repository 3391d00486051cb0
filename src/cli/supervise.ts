import { StartError } from '@/core/start-error';
import { type DataDirectory, prepareDataDirectory } from './data-directory';
import { type Lock, takeLock } from './lock';
import type { Log } from './log';
import { type Plan, Product } from './product';

export interface Supervision {
  readonly dataDirectory: string;
  readonly log: Log;
  /** What depends on the data directory, such as the certificate in it. */
  readonly plan: (data: DataDirectory) => Promise<Plan>;
  /**
   * Told the public address once the product answers. Where it gives a promise, that is what the product was started for,
   * and its end stops it too.
   */
  readonly onAnswering: (publicUrl: string, answering: Answering) => Promise<void> | void;
}

/** What can be done with a product that answers. */
export interface Answering extends Pick<Product, 'crash'> {
  /** Aborts when somebody tells us to stop. */
  readonly signal: AbortSignal;
}

/**
 * Starts the product and stays until told to stop, or until what it was started for is done; then ends every process in
 * order and returns. Throws StartError. A second signal means now: exit code 130.
 */
export async function supervise({ dataDirectory, log, plan, onAnswering }: Supervision): Promise<void> {
  // What is secret is written with a mode of its own; what the database's account must read is not.
  process.umask(0o022);
  const data = prepareDataDirectory(dataDirectory);
  const lock = lockFor(data);
  try {
    const product = new Product(await plan(data), data, log);
    const told = toldToStop(() => {
      product.kill();
      lock.release();
      process.exit(130);
    });
    const stopping = new AbortController();
    void told.then(() => stopping.abort());
    const answering = { crash: (name: string) => product.crash(name), signal: stopping.signal };
    try {
      const done = product.begin().then(async (publicUrl) => {
        await (onAnswering(publicUrl, answering) ?? told);
        return null;
      });
      const signal = await Promise.race([done, told]);
      log.info({ signal }, 'stopping');
    } finally {
      await product.stop();
    }
  } finally {
    lock.release();
  }
}

function lockFor(data: DataDirectory): Extract<Lock, { held: true }> {
  const lock = takeLock(data.path);
  if (lock.held) return lock;
  throw new StartError(
    `Routeward is already running with the data directory ${data.path} (process ${lock.byPid}). Stop that one, or set ` +
      'ROUTEWARD_DATA to another directory.',
  );
}

/** One Ctrl-C reaches us from the terminal and once more through npm, at the same moment. */
const sameMs = 1_000;

/** Resolves at the first signal; a later one is somebody in a hurry. */
function toldToStop(onHurry: () => void): Promise<NodeJS.Signals> {
  return new Promise((resolve) => {
    let toldAt: number | null = null;
    for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP'] as const) {
      process.on(signal, () => {
        if (toldAt !== null && Date.now() - toldAt > sameMs) onHurry();
        toldAt ??= Date.now();
        resolve(signal);
      });
    }
  });
}

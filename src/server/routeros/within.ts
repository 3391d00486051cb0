import type { Clock } from './clock';
import { RouterFault } from './fault';

interface Bounds {
  readonly clock: Clock;
  /** Without it, it may take as long as it takes. */
  readonly ms?: number;
  readonly signal?: AbortSignal | undefined;
  /** What it is to have taken too long. */
  readonly late?: () => RouterFault;
}

/**
 * What is awaited, in time: throws what `late` makes, or RouterFault `stopped` if the signal aborts. What is awaited goes
 * on either way; somebody else may be waiting for it too.
 */
export async function within<T>(awaited: Promise<T>, { clock, ms, signal, late }: Bounds): Promise<T> {
  let release: () => void = () => undefined;
  const tooLate = new Promise<never>((_resolve, reject) => {
    const stop = () => reject(new RouterFault('stopped'));
    if (signal?.aborted) stop();
    signal?.addEventListener('abort', stop);
    const expire = () => reject(late?.() ?? new RouterFault('timedOut'));
    const callOff = ms === undefined ? () => undefined : clock.after(ms, expire);
    // By hand: an AbortController that ends this makes an error with its stack each time, of which there are thousands.
    release = () => {
      signal?.removeEventListener('abort', stop);
      callOff();
    };
  });
  try {
    return await Promise.race([tooLate, awaited]);
  } finally {
    release();
  }
}

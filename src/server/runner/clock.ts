import { setMaxListeners } from 'node:events';
import { setTimeout as after } from 'node:timers/promises';

/** Work that comes round: done at once, and again `seconds` after each time it ended. */
export interface Round {
  readonly name: string;
  readonly seconds: number;
  readonly work: () => Promise<void>;
}

/**
 * Goes round until `signal` aborts, and resolves when the work then at hand is done. A round that fails is told to
 * `onFailure` and comes again at its time: the database may only be away.
 */
export async function goRound(
  rounds: readonly Round[],
  signal: AbortSignal,
  onFailure: (round: string, error: unknown) => void,
): Promise<void> {
  // Every round that rests listens to it.
  setMaxListeners(0, signal);
  await Promise.all(
    rounds.map(async ({ name, seconds, work }) => {
      while (!signal.aborted) {
        await work().catch((error: unknown) => onFailure(name, error));
        await pause(seconds * 1000, signal);
      }
    }),
  );
}

/** Resolves after so long, or when `signal` aborts. */
export async function pause(ms: number, signal: AbortSignal): Promise<void> {
  await after(ms, undefined, { signal }).catch((error: unknown) => {
    if (!(error instanceof Error && error.name === 'AbortError')) throw error;
  });
}

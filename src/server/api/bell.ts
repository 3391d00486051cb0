import { setTimeout as after } from 'node:timers/promises';
import type { Principal } from '@/core/access';
import { type Channel, hear } from '@/server/db/notices';

/** Nobody waits longer: a person who lost the reach loses the view, and a notice that was missed is made up for. */
const longestWaitMs = 5_000;
/** Several notices at once are one look. */
const soonMs = 20;

/** Rings when something may have happened that a live view shows, and after a while anyway. `end` it. */
export class Bell {
  #ring: () => void = () => undefined;
  #isDue = false;
  readonly #stops: (() => void)[];
  readonly #shortestWaitMs: number;
  /** Over when a notice came that is not kept waiting for others. */
  #hurry = new AbortController();

  constructor(
    me: Principal,
    wires: readonly (readonly [channel: Channel, concerns: (payload: string) => boolean])[],
    shortestWaitMs = soonMs,
  ) {
    this.#shortestWaitMs = shortestWaitMs;
    this.#stops = wires.map(([channel, concerns]) =>
      hear(channel, (payload) => {
        if (payload === null || concerns(payload)) this.#strike();
      }),
    );
    // Whoever loses the reach, or is signed out, loses the view at once: it looks again, and is refused.
    const hurry = hear('routeward_access', (payload) => {
      if (payload === me.personId) this.#hurry.abort();
      if (payload === null || payload === me.personId) this.#strike();
    });
    this.#stops.push(hurry);
  }

  #strike(): void {
    this.#isDue = true;
    this.#ring();
  }

  /** Resolves when it rings, when nobody rang for a while, and when `signal` aborts. */
  async rung(signal: AbortSignal | undefined): Promise<void> {
    const over = new AbortController();
    const until = signal === undefined ? over.signal : AbortSignal.any([signal, over.signal]);
    const struck = new Promise<void>((resolve) => {
      this.#ring = resolve;
      if (this.#isDue) resolve();
    });
    await Promise.race([struck, pause(longestWaitMs, until)]);
    over.abort();
    const hurry = this.#hurry.signal;
    await pause(this.#shortestWaitMs, signal === undefined ? hurry : AbortSignal.any([signal, hurry]));
    if (hurry.aborted) this.#hurry = new AbortController();
    this.#isDue = false;
  }

  end(): void {
    for (const stop of this.#stops) stop();
  }
}

async function pause(ms: number, signal: AbortSignal | undefined): Promise<void> {
  await after(ms, undefined, signal === undefined ? {} : { signal }).catch((error: unknown) => {
    if (!(error instanceof Error && error.name === 'AbortError')) throw error;
  });
}

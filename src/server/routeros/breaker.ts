import { type FaultCode, faults } from '@/core/faults';
import type { Clock } from './clock';
import { RouterFault } from './fault';
import type { Limits } from './limits';

/** One more try with these meets the same, and RouterOS logs and counts each. */
const final: readonly FaultCode[] = ['certificateDiffers', 'loginRefused'];

const never = Number.NEGATIVE_INFINITY;

/**
 * Keeps a router that fails from being tried again and again. Open, it refuses at once; after a pause that doubles, one
 * try decides. It closes when a command has been answered.
 */
export class Breaker {
  #failures = 0;
  #until = never;
  #pauseMs: number;
  #last: FaultCode | null = null;

  constructor(
    private readonly clock: Clock,
    private readonly limits: Limits,
    private readonly random: () => number,
  ) {
    this.#pauseMs = limits.pauseMs;
  }

  /** Whether it remembers nothing. */
  get isClosed(): boolean {
    return this.#failures === 0;
  }

  /** Throws RouterFault `waiting` while the pause lasts. */
  admit(): void {
    const restMs = this.#until - this.clock.now();
    if (restMs <= 0) return;
    const why = this.#last === null ? '' : `${faults[this.#last].title}; `;
    throw new RouterFault('waiting', `${why}tried again in ${Math.ceil(restMs / 1000)} s`);
  }

  failed(code: FaultCode): void {
    this.#failures += 1;
    this.#last = code;
    const isOpen = this.#until !== never;
    if (!isOpen && this.#failures < this.limits.failures && !final.includes(code)) return;
    // A fifth up or down, so that routers that failed together are not tried together.
    this.#until = this.clock.now() + this.#pauseMs * (0.8 + 0.4 * this.random());
    this.#pauseMs = Math.min(this.#pauseMs * 2, this.limits.longestPauseMs);
  }

  succeeded(): void {
    this.#failures = 0;
    this.#last = null;
    this.#until = never;
    this.#pauseMs = this.limits.pauseMs;
  }
}

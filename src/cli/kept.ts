import type { ChildProcess } from 'node:child_process';
import { setTimeout as after } from 'node:timers/promises';
import { StartError } from '@/core/start-error';
import { causesOf } from '@/server/log';
import { Backoff } from './backoff';
import type { Log } from './log';
import type { Order, Report } from './messages';
import { until } from './until';

const measureMs = 1_000;

export interface KeptOptions {
  readonly name: string;
  readonly log: Log;
  /** Forks the child. Called again for each restart. */
  readonly launch: () => ChildProcess;
  readonly onReady: (port: number | null) => void;
  readonly onDown: () => void;
  /** Told what only some children report. */
  readonly onReport?: (report: Report) => void;
}

/** A child process that is there: whatever ends it, it is started again, later each time, until `stop`. */
export class Kept {
  readonly #options: KeptOptions;
  readonly #backoff = new Backoff();
  #child: ChildProcess | null = null;
  #isStopping = false;
  #hasBeenReady = false;
  #asked = 0;
  readonly #measured = new Map<number, (metrics: object) => void>();

  constructor(options: KeptOptions) {
    this.#options = options;
  }

  get name(): string {
    return this.#options.name;
  }

  /** Starts it for the first time. Rejects when it refuses or ends before it works: then a second try would not help. */
  async begin(): Promise<number | null> {
    return new Promise((resolve, reject) => this.#launch(resolve, reject));
  }

  send(order: Order): void {
    if (this.#child?.connected) this.#child.send(order);
  }

  /** What it measures of itself; null where it is not there, or does not say so within a second. */
  async measure(): Promise<object | null> {
    if (!this.#child?.connected) return null;
    this.#asked += 1;
    const number = this.#asked;
    const stop = new AbortController();
    try {
      const told = new Promise<object>((resolve) => this.#measured.set(number, resolve));
      this.send({ kind: 'measure', number });
      return await Promise.race([told, after(measureMs, null, { signal: stop.signal })]);
    } finally {
      this.#measured.delete(number);
      stop.abort();
    }
  }

  /** Ends it in good order; like any end, that starts it again. */
  renew(): void {
    this.#child?.kill('SIGTERM');
  }

  /** Lets it finish for at most `patienceMs`, then ends it. Resolves when it is gone. */
  async stop(patienceMs: number): Promise<void> {
    this.#isStopping = true;
    this.send({ kind: 'stop' });
    if (await until(() => this.#child === null, patienceMs)) return;
    this.#options.log.warn({ child: this.#options.name }, 'did not finish in time and was ended');
    this.kill();
    await until(() => this.#child === null, patienceMs);
  }

  kill(): void {
    this.#isStopping = true;
    this.crash();
  }

  /**
   * Takes the child away in the middle of whatever it does, as a crash would; like any end, that starts it again. For
   * whoever tries what a crash leaves behind. False where there is none.
   */
  crash(): boolean {
    return this.#child?.kill('SIGKILL') ?? false;
  }

  #launch(resolve: (port: number | null) => void, reject: (error: Error) => void): void {
    if (this.#isStopping) {
      reject(new StartError('Routeward was told to stop while it was starting.'));
      return;
    }
    const { name, launch, log, onReady, onDown } = this.#options;
    const child = launch();
    this.#child = child;
    const startedAt = Date.now();
    child.on('message', (message) => {
      const report = message as Report; // safe: the child is our own program.
      if (report.kind === 'refused') {
        // The first time it ends the start, and is said there.
        if (this.#hasBeenReady) log.error({ child: name }, report.sentence);
        reject(new StartError(report.sentence));
        return;
      }
      if (report.kind === 'measured') {
        this.#measured.get(report.number)?.(report.metrics);
        return;
      }
      if (report.kind !== 'ready') {
        this.#options.onReport?.(report);
        return;
      }
      this.#hasBeenReady = true;
      onReady(report.port);
      resolve(report.port);
    });
    const gone = (reason: string) => {
      this.#child = null;
      onDown();
      reject(new StartError(`Routeward's ${name} process ended while it was starting (${reason}).`));
      if (!this.#isStopping && this.#hasBeenReady) void this.#again(Date.now() - startedAt, reason);
    };
    child.on('error', (error) => {
      // What ended a moment ago cannot be told anything; that it ended is said by its exit.
      if (!('code' in error && error.code === 'EPIPE' && child.pid !== undefined))
        log.error({ child: name, causes: causesOf(error) }, 'could not be started or told something');
      // What never ran (too many processes or files) emits no exit.
      if (child.pid === undefined) gone('code' in error ? String(error.code) : error.name);
    });
    child.on('exit', (code, signal) => gone(signal ?? String(code)));
  }

  async #again(livedMs: number, reason: string): Promise<void> {
    const waitMs = this.#backoff.next(livedMs);
    const { log, name } = this.#options;
    log.warn({ child: name, reason, waitMs }, 'ended and is started again');
    await after(waitMs);
    if (this.#isStopping) return;
    this.#launch(
      () => log.info({ child: name }, 'works again'),
      () => undefined, // Its end is the event that starts it again.
    );
  }
}

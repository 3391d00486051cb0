import { until } from '../until';
import { LiveEvent, type Row, type Run, type Step } from './answers';
import type { Client } from './client';
import { eventsIn } from './server-sent-events';

const patienceMs = 60_000;

/** A session as its live view has told it so far. It begins with nothing known, as whoever has just opened it. */
export class LiveView {
  readonly steps: Step[] = [];
  readonly #runs = new Map<string, Run>();
  readonly #rows = new Map<string, Row[]>();
  readonly #misnumbered: string[] = [];
  readonly #closing = new AbortController();
  #cutBecause: string | null = null;

  /** Follows the session from `since`, the `now` of an answer that holds it, with all its steps from the first. */
  static async open(client: Client, session: string, since: string): Promise<LiveView> {
    const view = new LiveView();
    const input = { session, since, known: {}, after: 0 };
    const body = await client.watch('sessions.watch', input, view.#closing.signal);
    void view.#follow(body);
    return view;
  }

  run(id: string): Run | undefined {
    return this.#runs.get(id);
  }

  rowsOf(run: string): readonly Row[] {
    return this.#rows.get(run) ?? [];
  }

  /** Rows and steps that did not come next in order: one was left out, or came twice. */
  get misnumbered(): readonly string[] {
    return this.#misnumbered;
  }

  hasEnded(run: string): boolean {
    return !['intended', 'running'].includes(this.#runs.get(run)?.state ?? 'intended');
  }

  /** Waits until the view has told what makes `holds` true. Throws where that does not come. */
  async told(what: string, holds: () => boolean): Promise<void> {
    const isTold = await until(() => this.#cutBecause !== null || holds(), patienceMs);
    if (holds()) return;
    throw new Error(`the live view did not tell ${what} ${isTold ? `and ended: ${this.#cutBecause}` : 'in a minute'}`);
  }

  close(): void {
    this.#closing.abort();
  }

  async #follow(body: ReadableStream<Uint8Array>): Promise<void> {
    try {
      for await (const { event, data } of eventsIn(body)) {
        if (event === 'message') this.#take(LiveEvent.parse(JSON.parse(data)));
        else if (event === 'serialized-error') throw new Error(data);
      }
      this.#cutBecause ??= 'it was over';
    } catch (error) {
      this.#cutBecause = error instanceof Error ? error.message : String(error);
    }
  }

  #take(event: LiveEvent): void {
    if (event.kind === 'run') this.#runs.set(event.run.id, event.run);
    if (event.kind === 'step') {
      const { number } = event.step;
      if (number !== this.steps.length + 1) this.#misnumbered.push(`step ${number} after ${this.steps.length}`);
      this.steps.push(event.step);
    }
    if (event.kind === 'rows') {
      const rows = this.#rows.get(event.run) ?? [];
      if (event.first !== rows.length)
        this.#misnumbered.push(`row ${event.first} of ${event.run} after ${rows.length}`);
      this.#rows.set(event.run, [...rows, ...event.rows]);
    }
  }
}

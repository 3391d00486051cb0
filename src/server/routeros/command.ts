import type { Clock } from './clock';
import { RouterFault } from './fault';
import type { Limits } from './limits';
import { faultOf, type Reply } from './reply';
import type { ReadCall } from './target';

/** What a command may take, and whom it tells. */
export interface Order extends Pick<ReadCall, 'signal' | 'onRow' | 'isEnough'> {
  readonly deadlineMs: number;
  readonly rowCap: number;
  readonly byteCap: number;
}

/** What a command can do to the connection it is on. */
export interface Way {
  readonly clock: Clock;
  readonly limits: Limits;
  /** Sends /cancel for it. */
  readonly cancel: () => void;
  /** The router did not end it although it was cancelled: the connection cannot be trusted with another. */
  readonly abandon: () => void;
}

export interface Answer {
  readonly rows: number;
  readonly isTruncated: boolean;
  /** The attributes of `!done`. */
  readonly done: Readonly<Record<string, string>>;
}

/** Enough to tell why; a storm of them is only counted by its bytes. */
const keptTraps = 3;

/**
 * One command at work. Its answer is settled once: by the router's `!done`, or by us, who then cancel it. The router is
 * through with it only at `over`: until then its tag is taken and it counts as work.
 */
export class Command {
  readonly answer: Promise<Answer>;
  readonly over: Promise<void>;
  #resolve!: (answer: Answer) => void;
  #reject!: (error: unknown) => void;
  #end!: () => void;
  #state: 'answering' | 'cancelled' | 'over' = 'answering';
  readonly #traps: Reply[] = [];
  #rows = 0;
  #bytes = 0;
  #callOff: () => void;

  constructor(
    private readonly order: Order,
    private readonly way: Way,
  ) {
    this.answer = new Promise((resolve, reject) => {
      this.#resolve = resolve;
      this.#reject = reject;
    });
    this.over = new Promise((resolve) => {
      this.#end = resolve;
    });
    const { deadlineMs, signal } = order;
    this.#callOff = way.clock.after(deadlineMs, () =>
      this.#giveUp(new RouterFault('timedOut', `the answer was not over after ${deadlineMs / 1000} s`)),
    );
    signal?.addEventListener('abort', this.#stop);
  }

  readonly #stop = (): void => this.#giveUp(new RouterFault('stopped'));

  hear(reply: Reply, bytes: number): void {
    this.#bytes += bytes;
    if (reply.kind === '!done') this.#done(reply.fields);
    else if (this.#state !== 'answering') return;
    else if (this.#bytes > this.order.byteCap)
      this.#giveUp(new RouterFault('tooLarge', `the answer passed ${this.order.byteCap} bytes`));
    else if (reply.kind === '!re') this.#row(reply.fields);
    else if (reply.kind === '!trap' && this.#traps.length < keptTraps) this.#traps.push(reply);
    // `!empty` (7.18) and whatever comes after it say nothing that `!done` does not.
  }

  #row(fields: Reply['fields']): void {
    if (this.#rows === this.order.rowCap) {
      this.#cutShort();
      return;
    }
    this.#rows += 1;
    try {
      this.order.onRow(fields);
      if (this.order.isEnough?.() === true) this.#cutShort();
    } catch (error) {
      // Not the router's doing; it must not end in the socket's callback, where it would end the process.
      this.#giveUp(error);
    }
  }

  #cutShort(): void {
    this.#resolve({ rows: this.#rows, isTruncated: true, done: {} });
    this.#cancel();
  }

  #done(fields: Reply['fields']): void {
    if (this.#traps.length > 0) this.#reject(faultOf(this.#traps));
    else this.#resolve({ rows: this.#rows, isTruncated: false, done: fields });
    this.#finish();
  }

  #giveUp(error: unknown): void {
    if (this.#state !== 'answering') return;
    this.#reject(error);
    this.#cancel();
  }

  #cancel(): void {
    this.#state = 'cancelled';
    this.#release();
    this.#callOff = this.way.clock.after(this.way.limits.cancelMs, this.way.abandon);
    this.way.cancel();
  }

  /** The connection is gone, and with it whatever the router was still to say. */
  fail(fault: RouterFault): void {
    this.#reject(fault);
    this.#finish();
  }

  #finish(): void {
    this.#state = 'over';
    this.#release();
    this.#end();
  }

  #release(): void {
    this.#callOff();
    this.order.signal?.removeEventListener('abort', this.#stop);
  }
}

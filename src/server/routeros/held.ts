import { admit } from '@/core/actions/admit';
import type { Sentence } from '@/core/actions/sentence';
import { RouterFault } from './fault';
import { type Session, wordsOf } from './session';

type Fields = Readonly<Record<string, string>>;

/** What a router answered to one sentence. */
export interface Said {
  /** What the sentence lets in of each, at most as many as it bears. */
  readonly rows: readonly Fields[];
  /** The attributes of `!done`. */
  readonly done: Fields;
}

/** A connection that somebody has to themselves: nothing on it is said twice, and nobody else speaks on it. */
export class Held {
  readonly #session: Session;
  readonly #byteCap: number;

  constructor(session: Session, byteCap: number) {
    this.#session = session;
    this.#byteCap = byteCap;
  }

  get isGone(): boolean {
    return this.#session.isGone;
  }

  /** Settles when it has ended: why. */
  get gone(): Promise<RouterFault> {
    return this.#session.gone;
  }

  /**
   * Says one sentence, once. Throws RouterFault, and Unsendable before anything is sent. What was said before an abort may have
   * been done all the same.
   */
  async say(sentence: Sentence, { signal }: { readonly signal?: AbortSignal } = {}): Promise<Said> {
    if (signal?.aborted) throw new RouterFault('stopped');
    const { deadlineMs, rowCap } = sentence.reply;
    const rows: Fields[] = [];
    const onRow = (fields: Fields) => void rows.push(admit(sentence.reply, fields));
    const order = { deadlineMs, rowCap, byteCap: this.#byteCap, signal, onRow };
    const { done } = await this.#session.command(wordsOf(sentence), order).answer;
    return { rows, done };
  }

  /** Takes leave; what is being said fails with `cut`. */
  async close(): Promise<void> {
    await this.#session.close();
  }
}

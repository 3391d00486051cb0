import type { Socket } from 'node:net';
import { encodeSentence } from './codec';
import type { Faults } from './faults';

/** Bytes that wait for a reader beyond which a long reply pauses. */
const fullAt = 256 * 1024;

/** What a router says on one connection, in order, with the faults it is made to have. */
export class Outgoing {
  readonly #socket: Socket;
  /** The connection below TLS: only it can be reset. */
  readonly #bare: Socket;
  readonly #faults: Faults;
  #waiting: Buffer[] = [];
  #isPumping = false;
  #isOver = false;
  #isHeld = false;

  constructor(socket: Socket, bare: Socket, faults: Faults) {
    this.#socket = socket;
    this.#bare = bare;
    this.#faults = faults;
  }

  say(words: readonly string[]): void {
    if (this.#isOver) return;
    this.#waiting.push(encodeSentence(words));
    this.#start();
  }

  #start(): void {
    if (this.#isPumping || this.#isHeld) return;
    this.#isPumping = true;
    // What is said in one breath leaves in one write.
    setImmediate(() => void this.#pump());
  }

  /** Nothing arrives any more: what is said waits. */
  hold(): void {
    this.#isHeld = true;
  }

  /** What waited is sent again. */
  letGo(): void {
    this.#isHeld = false;
    if (this.#waiting.length > 0 || this.#isOver) this.#start();
  }

  /** Says the last and closes once it is on its way. */
  finish(words: readonly string[]): void {
    this.say(words);
    this.#isOver = true;
    if (!this.#isPumping && !this.#isHeld) this.#socket.end();
  }

  /** Nothing that still waits is said. */
  drop(): void {
    this.#isOver = true;
    this.#waiting = [];
  }

  /** Settles once the reader has caught up, or is gone. */
  async drained(): Promise<void> {
    await nextTurn();
    const isFull = () => this.#socket.writableLength > fullAt || this.#waiting.length > 5000;
    while (isFull() && !this.#socket.destroyed) await pause(5);
  }

  async #pump(): Promise<void> {
    while (this.#waiting.length > 0 && !this.#isHeld && !this.#socket.destroyed) {
      const { delayMs } = this.#faults;
      if (delayMs > 0) await pause(delayMs);
      const bytes = delayMs > 0 ? this.#waiting.shift() : Buffer.concat(this.#waiting.splice(0));
      if (bytes !== undefined) await this.#write(bytes);
    }
    this.#isPumping = false;
    if (this.#isOver && !this.#isHeld) this.#socket.end();
  }

  async #write(bytes: Buffer): Promise<void> {
    const { cut, garbage } = this.#faults;
    const whole = garbage === null ? bytes : Buffer.concat([garbage, bytes]);
    this.#faults.garbage = null;
    if (cut === null) return this.#put(whole);
    if (whole.length < cut.afterBytes) {
      cut.afterBytes -= whole.length;
      return this.#put(whole);
    }
    this.#faults.cut = null;
    await this.#put(whole.subarray(0, cut.afterBytes));
    this.drop();
    if (cut.by === 'FIN') this.#socket.end();
    else await this.#reset();
  }

  async #put(bytes: Buffer): Promise<void> {
    const { drip } = this.#faults;
    if (drip === null) {
      this.#socket.write(bytes);
      return;
    }
    for (let from = 0; from < bytes.length && !this.#socket.destroyed; from += drip.bytes) {
      this.#socket.write(bytes.subarray(from, from + drip.bytes));
      await pause(drip.everyMs);
    }
  }

  /** A reset throws away what the peer has not read yet, so what came before is given time to arrive. */
  async #reset(): Promise<void> {
    while (this.#socket.writableLength > 0 && !this.#socket.destroyed) await nextTurn();
    await pause(20);
    this.#bare.resetAndDestroy();
  }
}

const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));
const nextTurn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

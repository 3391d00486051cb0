import type { Socket } from 'node:net';
import type { Outgoing } from '../outgoing';
import type { Way } from './way';

interface Given {
  readonly socket: Socket;
  readonly bare: Socket;
  readonly out: Outgoing;
  readonly way: Way;
  readonly keepaliveMs: number;
  /** The router has waited long enough and ends the session. */
  readonly giveUp: () => void;
}

/**
 * One connection over the way to a router. While the way is cut nothing passes in either direction, not even the end of
 * the connection; when it opens in time, what was lost is sent again, as TCP does.
 */
export class Link {
  readonly #given: Given;
  readonly #look = () => this.#settle();
  #timer: NodeJS.Timeout | null = null;
  #isGivenUp = false;

  constructor(given: Given) {
    this.#given = given;
    given.way.watchers.add(this.#look);
    this.#settle();
  }

  /** From where whoever is at the other end seems to come. */
  get from(): string {
    return this.#given.way.arrival.from;
  }

  over(): void {
    this.#given.way.watchers.delete(this.#look);
    this.#stopWaiting();
  }

  #settle(): void {
    const { way, socket, out, keepaliveMs } = this.#given;
    if (way.standing === 'open') this.#open();
    else if (this.#timer === null && !this.#isGivenUp) {
      out.hold();
      socket.pause();
      this.#timer = setTimeout(() => this.#giveUp(), keepaliveMs);
      // A router that waits keeps nobody else waiting.
      this.#timer.unref();
    }
  }

  #open(): void {
    const { socket, bare, out } = this.#given;
    // Whoever speaks on a connection that the router has forgotten is told so.
    if (this.#isGivenUp) bare.resetAndDestroy();
    else if (this.#timer !== null) {
      this.#stopWaiting();
      out.letGo();
      socket.resume();
    }
  }

  #giveUp(): void {
    this.#stopWaiting();
    this.#isGivenUp = true;
    this.#given.giveUp();
    // What still comes is read by nobody; without that the end of the connection would never be noticed.
    if (!this.#given.bare.destroyed) this.#given.socket.resume();
  }

  #stopWaiting(): void {
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#timer = null;
  }
}

import type { RouterState, Session } from '../state';
import { Trap } from '../trap';
import { remembered } from './history';

/** What a session wants when another one holds safe mode. */
export type OnError = 'abort' | 'ask' | 'release' | 'unroll';

// The console's words (7.21 and 7.24); that the API says the same has been seen by nobody we know of.
const notTaken = (): Trap => new Trap('Safe Mode has not been taken. Action aborted.');
const taken = (by: Session, session: Session): Trap =>
  new Trap(
    by.name === session.name
      ? 'Safe Mode is taken by current user in another session. Action aborted.'
      : `Safe Mode is taken by another user (${by.name}). Action aborted.`,
  );

/** Safe mode: one session of the router holds it, and everything that anybody changes meanwhile hangs on that session. */
export class SafeMode {
  holder: Session | null = null;
  readonly #state: RouterState;

  constructor(state: RouterState) {
    this.#state = state;
  }

  take(session: Session, onError: OnError): void {
    const { holder } = this;
    if (holder === session) return;
    // Over the API there is nobody to be asked.
    if (holder !== null && (onError === 'abort' || onError === 'ask')) throw taken(holder, session);
    if (onError === 'unroll') this.#unroll();
    this.#state.history.settle();
    this.holder = session;
  }

  release(session: Session): void {
    if (this.holder !== session) throw notTaken();
    this.forget();
  }

  unroll(session: Session): void {
    if (this.holder !== session) throw notTaken();
    this.#unroll();
  }

  /** A session is over: what it has not released is undone. */
  ended(session: Session): void {
    if (this.holder === session) this.#unroll();
  }

  /** One more than the history holds: safe mode is over without a word, and nothing is undone. */
  makeRoom(): void {
    if (this.holder !== null && this.#state.history.floating >= remembered) this.forget();
  }

  /** Nobody holds it any more, and nothing is undone. */
  forget(): void {
    this.holder = null;
    this.#state.history.settle();
  }

  #unroll(): void {
    if (this.holder === null) return;
    this.holder = null;
    this.#state.history.unroll(this.#state);
    this.#state.changed();
  }
}

import type { Faults } from './faults';
import type { Listener } from './listener';
import type { RouterState, Seeds } from './state';
import type { Way } from './way/way';

interface Given {
  readonly listener: Listener;
  readonly way: Way;
  readonly faults: Faults;
  readonly address: { readonly host: string; readonly port: number };
  readonly state: RouterState;
  /** How long nobody answers after a reboot, in milliseconds. */
  readonly bootMs: number;
  /** How the rows begin of a router that booted at that moment. */
  readonly seedsAt: (bootedAt: number) => Seeds;
}

/** The answer to the command that asks for a reboot is still on its way. */
const lastWordMs = 30;

/** Whether a router listens: not while it boots, not when it is made to refuse, not when its configuration refuses all. */
export class Doorway {
  /** The faults as their owner sees them: to refuse connections is to stop listening, not a rule for those that come. */
  readonly faults: Faults;
  readonly #given: Given;
  #isStopped = false;
  #isListening = true;

  constructor(given: Given) {
    this.#given = given;
    this.faults = new Proxy(given.faults, {
      set: (target, name, value) => {
        const isSet = Reflect.set(target, name, value);
        if (name === 'refusesConnections') this.#settle();
        return isSet;
      },
    });
    given.way.watchers.add(() => this.#settle());
    this.#settle();
  }

  /** Lets go of everybody, says nothing for a while, and comes back with what is configured. */
  reboot(): void {
    setTimeout(() => this.#goDown(), lastWordMs).unref();
  }

  async stop(): Promise<void> {
    this.#isStopped = true;
    this.#settle();
    this.#given.listener.hangUp();
  }

  #goDown(): void {
    const { listener, state, bootMs } = this.#given;
    if (!state.isUp || this.#isStopped) return;
    state.isUp = false;
    // What hangs on a session in memory is lost with the memory, not undone.
    state.safeMode.forget();
    this.#settle();
    listener.hangUp();
    setTimeout(() => this.#comeUp(), bootMs).unref();
  }

  #comeUp(): void {
    if (this.#isStopped) return;
    const { state, seedsAt } = this.#given;
    const now = Date.now();
    state.reboot(seedsAt(now), now);
    state.isUp = true;
    this.#settle();
    state.changed();
  }

  #settle(): void {
    const { listener, faults, way, address, state } = this.#given;
    const isWanted = state.isUp && !this.#isStopped && !faults.refusesConnections && way.fresh !== 'refused';
    if (isWanted === this.#isListening) return;
    this.#isListening = isWanted;
    if (isWanted) void listener.open(address.host, address.port);
    else void listener.close();
  }
}

import { type Channel, hear } from '../db/notices';

/** Some pieces of it; returns whether more can be done at once. */
type Some = () => Promise<boolean>;

/** What is done in the background and piece by piece, such as changing a key, deleting what was erased, or a trial of a template. */
export class Piecework {
  readonly #some: Some;
  /** Where it is heard that there is something to do. */
  readonly #channel: Channel;
  readonly #onFailure: (error: unknown) => void;
  #stopHearing: () => void = () => undefined;
  #working: Promise<void> = Promise.resolve();
  #isAtWork = false;
  #isEnding = false;

  constructor(some: Some, onFailure: (error: unknown) => void, channel: Channel = 'routeward_keys') {
    this.#some = some;
    this.#channel = channel;
    this.#onFailure = onFailure;
  }

  begin(): void {
    this.#stopHearing = hear(this.#channel, () => this.look());
  }

  /** Goes on with what is under way, unless it is at work. What has to wait is looked at with the next round. */
  look(): void {
    if (this.#isAtWork || this.#isEnding) return;
    this.#isAtWork = true;
    this.#working = this.#go()
      .catch(this.#onFailure)
      .finally(() => {
        this.#isAtWork = false;
      });
  }

  async #go(): Promise<void> {
    while (!this.#isEnding && (await this.#some()));
  }

  /** Stops after the pieces at hand; where they ended is written down. */
  async end(): Promise<void> {
    this.#isEnding = true;
    this.#stopHearing();
    await this.#working;
  }
}

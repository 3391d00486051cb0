import { hear } from '../db/notices';

/** Some pieces of it; returns whether more can be done at once. */
type Some = () => Promise<boolean>;

/** What is done in the background and piece by piece, such as changing a key or deleting what was erased. */
export class Piecework {
  readonly #some: Some;
  readonly #onFailure: (error: unknown) => void;
  #stopHearing: () => void = () => undefined;
  #working: Promise<void> = Promise.resolve();
  #isAtWork = false;
  #isEnding = false;

  constructor(some: Some, onFailure: (error: unknown) => void) {
    this.#some = some;
    this.#onFailure = onFailure;
  }

  begin(): void {
    this.#stopHearing = hear('routeward_keys', () => this.look());
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

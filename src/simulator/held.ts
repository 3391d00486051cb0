/** For how long something was held, by one or by several at a time. */
export class Held {
  #holders = 0;
  #since = 0;
  #ms = 0;

  take(): () => void {
    if (this.#holders === 0) this.#since = Date.now();
    this.#holders += 1;
    return () => {
      this.#holders -= 1;
      if (this.#holders === 0) this.#ms += Date.now() - this.#since;
    };
  }

  get seconds(): number {
    return (this.#ms + (this.#holders > 0 ? Date.now() - this.#since : 0)) / 1000;
  }
}

/** Time as this room knows it, so that a test can let ten minutes pass at once. */
export interface Clock {
  /** Milliseconds that only ever grow. */
  readonly now: () => number;
  /** Runs once after so many milliseconds; what it returns calls that off. In the background it keeps no process alive. */
  readonly after: (ms: number, run: () => void, where?: 'background') => () => void;
}

export const realClock: Clock = {
  now: () => performance.now(),
  after: (ms, run, where) => {
    const timer = setTimeout(run, ms);
    if (where === 'background') timer.unref();
    return () => clearTimeout(timer);
  },
};

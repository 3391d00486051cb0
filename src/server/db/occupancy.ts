import { once } from '../process';

/** How busy this process's connections are at this moment. */
export interface Occupancy {
  /** Transactions under way, each on a connection of its own. */
  readonly underWay: number;
  /** Those that wait for a connection. */
  readonly waiting: number;
  /** For how many seconds the oldest has been under way; 0 where there is none. */
  readonly oldestSeconds: number;
}

interface Seat {
  /** It has a connection. */
  readonly begin: () => void;
  readonly leave: () => void;
}

/** When each began, in milliseconds of this process; null: it waits. */
const seats = (): Map<symbol, number | null> => once('transactions', () => new Map());

/** A transaction is wanted: counted until it leaves. */
export function takeSeat(): Seat {
  const [key, all] = [Symbol('transaction'), seats()];
  all.set(key, null);
  return {
    begin: () => void all.set(key, performance.now()),
    leave: () => void all.delete(key),
  };
}

export function occupancy(): Occupancy {
  const begun = [...seats().values()].filter((since) => since !== null);
  const oldest = begun.length === 0 ? null : Math.min(...begun);
  return {
    underWay: begun.length,
    waiting: seats().size - begun.length,
    oldestSeconds: oldest === null ? 0 : (performance.now() - oldest) / 1000,
  };
}

import { api, failureCode } from '../trpc';
import { connection } from './connection';

/** What a subscription tells its stream. */
export interface Hearing {
  /** It is open, or it lost its line and tries again by itself. */
  readonly onLine: (isOpen: boolean) => void;
  /** Anything that happened. */
  readonly onHeard: () => void;
  /** It is over and will not come back by itself. */
  readonly onOver: (error: unknown) => void;
}

/** Opens the subscription where the screen stands and returns what closes it. */
export type Opening = (hearing: Hearing) => () => void;

/** What a subscription of tRPC's calls, for a stream; `take` gets each event with the id it can be continued from. */
export function callsOf<Event>({ onLine, onHeard, onOver }: Hearing, take: (event: Event, id: string) => void) {
  return {
    onStarted: () => onLine(true),
    onConnectionStateChange: ({ state, error }: { readonly state: string; readonly error: unknown }) => {
      if (state === 'connecting' && error !== null) onLine(false);
    },
    onError: onOver,
    onComplete: () => onOver(null),
    onData: (told: unknown) => {
      // safe: over the wire a tracked event is its id and its data, and the caller names the type of its own subscription.
      const { id, data } = told as { readonly id: string; readonly data: Event };
      onHeard();
      take(data, id);
    },
  };
}

const longestPauseMs = 15_000;

/** The pause before try number `failures`, counted from 1. */
export const pauseMs = (failures: number): number => Math.min(longestPauseMs, 500 * 2 ** (failures - 1));

/**
 * Keeps one subscription open while the tab is seen: it closes when the tab is hidden, and when it is seen again, or the
 * line was lost, it opens anew where the screen stands. EventSource does not tell why it was refused, so a silent request
 * asks: that one renews a session whose access token is over, and says when the session itself is. Returns what ends it.
 */
export function keepOpen(opening: Opening): () => void {
  let close: (() => void) | null = null;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let failures = 0;
  let isEnded = false;

  function shut(): void {
    clearTimeout(timer);
    close?.();
    close = null;
  }

  function open(): void {
    shut();
    if (isEnded || document.visibilityState === 'hidden') return;
    close = opening({
      onLine: (isOpen) => {
        if (!isOpen) return connection.lost();
        failures = 0;
        connection.heard();
      },
      onHeard: connection.heard,
      onOver: (error) => void mend(error),
    });
  }

  async function mend(error: unknown): Promise<void> {
    shut();
    connection.lost();
    failures += 1;
    const code = failureCode(error);
    // What was in reach no longer is: the page says so in its own words.
    if (code === 'forbidden' || code === 'notFound') return location.reload();
    const told = await api.shell.query().then(
      () => null,
      (failure: unknown) => failureCode(failure),
    );
    if (told === 'unauthenticated') return leave();
    if (close === null) timer = setTimeout(open, pauseMs(failures));
  }

  const onSeen = () => (document.visibilityState === 'hidden' ? shut() : open());
  document.addEventListener('visibilitychange', onSeen);
  window.addEventListener('online', open);
  open();
  return () => {
    isEnded = true;
    shut();
    document.removeEventListener('visibilitychange', onSeen);
    window.removeEventListener('online', open);
    connection.ended();
  };
}

/** The page that renews the session decides whether it can go on, or leads to the sign-in. */
function leave(): void {
  location.assign(`/resume?to=${encodeURIComponent(location.pathname + location.search)}`);
}

import type { Place } from './client';
import type { Tally } from './tally';

/** What was refused, to be found in the audit by its request id. */
export interface Refusal {
  readonly who: string;
  readonly what: string;
  readonly event: string;
  readonly reason: string;
  readonly requestId: string;
}

/** What the chapters of a tour share. */
export interface Visit {
  readonly place: Place;
  readonly tally: Tally;
  /** Kills the runner with SIGKILL; false where there was none to kill. */
  readonly crashRunner: () => boolean;
  /** Where the PDF goes. */
  readonly pdfFile: string;
  /** What has been refused so far. */
  readonly refusals: Refusal[];
}

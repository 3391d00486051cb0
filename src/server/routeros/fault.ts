import { type FaultCode, faults } from '@/core/faults';

/** Characters of a message. */
export const longestMessage = 300;

interface FaultFacts {
  readonly category?: string | null;
  readonly reason?: string | null;
  readonly shownPin?: string | null;
}

/**
 * What went wrong between us and a router. The message may hold the router's own words: it is safe to show, but not
 * true because it is shown.
 */
export class RouterFault extends Error {
  override readonly name = 'RouterFault';
  /** RouterOS's category of a trap, 0 to 7, where it gave one (manual: API, "!trap"). */
  readonly category: string | null;
  /** What the system calls it, such as `ECONNREFUSED`; null where it was not the system that said so. */
  readonly reason: string | null;
  /** SHA-256 of a certificate that is not the pinned one: 64 hex digits. */
  readonly shownPin: string | null;
  constructor(
    readonly code: FaultCode,
    message: string = faults[code].title,
    { category, reason, shownPin, ...options }: ErrorOptions & FaultFacts = {},
  ) {
    super(presentable(message), options);
    this.category = category ?? null;
    this.reason = reason ?? null;
    this.shownPin = shownPin ?? null;
  }
}

/** At most 300 characters on one line, without what is invisible, turns the direction of the text or is no character. */
export function presentable(text: string): string {
  const clean = text
    .slice(0, longestMessage * 8)
    .replace(/[\s\p{Cc}\p{Zl}\p{Zp}]+/gu, ' ')
    .replace(/\p{C}/gu, '')
    .trim();
  if (clean.length <= longestMessage) return clean;
  return `${clean.slice(0, longestMessage - 1).replace(/\p{Cs}$/u, '')}…`;
}

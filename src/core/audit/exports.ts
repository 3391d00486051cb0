/** How far an export that the runner writes has come. */
export const exportStates = ['waiting', 'running', 'done', 'failed', 'stopped'] as const;
export type ExportState = (typeof exportStates)[number];

export const isUnderWay = (state: ExportState): boolean => state === 'waiting' || state === 'running';

export const auditExportFormats = ['csv', 'json'] as const;
export type AuditExportFormat = (typeof auditExportFormats)[number];

/** Up to so many entries are sent at once; what is more is written by the runner, and fetched. */
export const mostAtOnce = 10_000;
/** And up to so many bytes: until it is sent, the file is in memory. */
export const mostBytesAtOnce = 16 * 1024 * 1024;
/** Beyond so many a query is to be narrowed: a file that no program opens helps nobody. */
export const mostInAll = 2_000_000;

/**
 * How much is done, 0 to 1: an export goes from the newest entry back to the oldest, so the way is a length of time.
 * Milliseconds since 1970; null while nothing is written.
 */
export function shareDone({ from, to, at }: { from: number; to: number | null; at: number | null }): number {
  if (at === null || to === null || from <= to) return 0;
  return Math.min(1, Math.max(0, (from - at) / (from - to)));
}

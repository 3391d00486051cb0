import { DrizzleQueryError } from 'drizzle-orm/errors';
import { pino } from 'pino';
import postgres from 'postgres';
import { processEnv } from '@/env';
import { once } from './process';

/** JSON lines on standard error. Levels and fields are pino's. */
const log = () => once('log', () => pino({ level: processEnv().logLevel }, pino.destination({ dest: 2, sync: true })));

/**
 * Keeps what a person is only told the request id of. A query's own text and parameters stay out, and so does what
 * PostgreSQL quotes of them: they may hold what nobody should read in a log.
 */
export function logFailure(error: unknown, requestId: string): void {
  log().error({ requestId, causes: causesOf(error) }, 'a request failed');
}

/** What may be logged of an error and of what caused it. */
export function causesOf(error: unknown): { name: string; message: string; code?: unknown; at?: string | undefined }[] {
  const found = [];
  for (let at = error; at instanceof Error; at = at.cause) {
    // Whatever wraps an error says no more than it does; Drizzle's and tRPC's wrappers repeat its parameters.
    if (at.cause instanceof Error && (at instanceof DrizzleQueryError || at.message === at.cause.message)) continue;
    const message = at instanceof postgres.PostgresError ? `${at.severity} in ${at.routine}` : at.message;
    found.push({ name: at.name, message, at: placeOf(at), ...('code' in at ? { code: at.code } : {}) });
  }
  return found.length === 0 ? [{ name: typeof error, message: 'not an Error was thrown' }] : found;
}

/** The first frame that is not a library's. */
function placeOf(error: Error): string | undefined {
  const frames = (error.stack ?? '').split('\n').filter((line) => /^\s+at /.test(line));
  return (frames.find((frame) => !frame.includes('node_modules')) ?? frames[0])?.trim();
}

import { once } from '@/server/process';
import { jwks } from '../../auth/access-token';
import { databaseAnswers } from '../../db/open';
import { answer } from './answer';

/** The process lives. Says nothing about anything it needs. */
export function answerAlive(): Response {
  return answer(200, { status: 'ok' });
}

/**
 * This process can serve: its database answers and its signing keys are there. 503 names what is missing. Asked by
 * anybody, so the answer is kept for a second.
 */
export async function answerReady(): Promise<Response> {
  const kept = once('readiness', () => ({ until: 0, checks: {} as Record<string, boolean> })); // safe: filled below.
  if (Date.now() > kept.until) {
    kept.checks = {
      database: await holds(databaseAnswers()),
      keys: await holds(jwks().then(({ keys }) => keys.length > 0)),
    };
    kept.until = Date.now() + 1_000;
  }
  const isReady = Object.values(kept.checks).every(Boolean);
  return answer(isReady ? 200 : 503, { status: isReady ? 'ready' : 'not ready', checks: kept.checks });
}

function holds(check: Promise<boolean>): Promise<boolean> {
  // A check that fails is a check that does not hold; readiness is asked again in a moment.
  return check.catch(() => false);
}

import { setTimeout as after } from 'node:timers/promises';
import { once } from '@/server/process';
import { jwks } from '../../auth/access-token';
import { databaseAnswers } from '../../db/open';
import { answer } from './answer';

/** The process lives. Says nothing about anything it needs. */
export function answerAlive(): Response {
  return answer(200, { status: 'ok' });
}

/** Told by the supervisor: without a runner nothing that is asked of a router happens. True where nobody tells. */
export function noteRunner(isThere: boolean): void {
  runner().isThere = isThere;
}

const runner = () => once('runner', (): { isThere: boolean } => ({ isThere: true }));

/**
 * This process can serve: its database answers, its signing keys are there, and so is a runner. 503 names what is missing.
 * Anybody may ask, so one look serves all who ask within a second of it, and none of them waits longer than two.
 */
export async function answerReady(): Promise<Response> {
  const kept = once<Kept>('readiness', () => ({ until: 0, look: undefined }));
  if (kept.look === undefined || Date.now() > kept.until) {
    kept.look = look();
    kept.until = Date.now() + 1_000;
  }
  // Told and not looked for: it is as new as the question.
  const checks = { ...(await kept.look), runner: runner().isThere };
  const isReady = Object.values(checks).every(Boolean);
  return answer(isReady ? 200 : 503, { status: isReady ? 'ready' : 'not ready', checks });
}

type Checks = Readonly<Record<'database' | 'keys', boolean>>;

interface Kept {
  until: number;
  look: Promise<Checks> | undefined;
}

async function look(): Promise<Checks> {
  const [database, keys] = await Promise.all([
    holds(databaseAnswers()),
    holds(jwks().then(({ keys }) => keys.length > 0)),
  ]);
  return { database, keys };
}

/** A check that fails, or takes longer than two seconds, is a check that does not hold. */
async function holds(check: Promise<boolean>): Promise<boolean> {
  const stop = new AbortController();
  const late = after(2_000, false, { signal: stop.signal }).catch(() => false);
  try {
    return await Promise.race([check.catch(() => false), late]);
  } finally {
    stop.abort();
  }
}

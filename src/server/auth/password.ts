import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { processEnv } from '@/env';
import { once } from '../process';
import { lastingSecret } from '../vault/lasting-secret';
import { type PasswordPlace, PasswordWorkers } from './password-workers';

/** Beside the command line in dist/. Every process of the product runs in the product's own folder. */
const workerFile = (): string => join(process.cwd(), 'dist', 'password.worker.js');

interface Kept {
  workers: Promise<PasswordWorkers> | undefined;
}

function workers(): Promise<PasswordWorkers> {
  const kept = once<Kept>('auth.password-workers', () => ({ workers: undefined }));
  // A key that could not be read once is looked for again.
  kept.workers ??= start().catch((error: unknown) => {
    kept.workers = undefined;
    throw error;
  });
  return kept.workers;
}

async function start(): Promise<PasswordWorkers> {
  const pepper = await lastingSecret(processEnv().keysDirectory, 'passwordPepper');
  // Two at most, and always a core for everything else.
  const threads = availableParallelism() > 2 ? 2 : 1;
  // A thread looks at some three passwords a second: the last in the queue waits ten seconds.
  return new PasswordWorkers(pepper, { file: workerFile(), threads, places: threads * 32 });
}

/**
 * Gives `work` a place in the queue of those whose password is looked at, or throws AppError('unavailable') at once.
 * Nothing of a sign-in happens without one, so a flood of them costs the database nothing either.
 */
export async function withPasswordPlace<T>(work: (place: PasswordPlace) => Promise<T>): Promise<T> {
  return (await workers()).admit(work);
}

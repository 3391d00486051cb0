import { parentPort } from 'node:worker_threads';
import { hashPeppered, matchesPeppered } from './password-hash';

/** One job at a time: `hash` null asks for a new hash, otherwise whether the text matches it. */
export interface PasswordJob {
  readonly text: string;
  readonly hash: string | null;
}

parentPort?.on('message', async ({ text, hash }: PasswordJob) => {
  parentPort?.postMessage(hash === null ? await hashPeppered(text) : await matchesPeppered(text, hash));
});

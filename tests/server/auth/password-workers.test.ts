import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { AppError } from '@/core/errors';
import { acceptPassword } from '@/server/auth/password-policy';
import { PasswordWorkers } from '@/server/auth/password-workers';
import { settled } from './calls';

const file = join(process.cwd(), 'dist/password.worker.js');
const typed = 'tulip gravel nine cobalt';
const accepted = acceptPassword(typed, { email: 'a@example.net', name: 'A', hasSecondFactor: false });

function workers(places: number, from = file): PasswordWorkers {
  const made = new PasswordWorkers(Buffer.alloc(32, 1), { file: from, threads: 1, places });
  onTestFinished(() => made.close());
  return made;
}

test('a password matches its own hash, and nobody’s hash matches nothing', async () => {
  await workers(1).admit(async (place) => {
    const hash = await place.hash(accepted);
    expect(hash).toMatch(/^\$2[ab]\$12\$/);
    expect(await place.matches(typed, hash)).toBe(true);
    expect(await place.matches(`${typed} `, hash)).toBe(false);
    expect(await place.matches(typed, null)).toBe(false);
  });
});

test('the event loop turns while a hundred sign in at once: none of the work is on its thread', async () => {
  const pool = workers(6);
  let answered = 0;
  const one = () =>
    pool
      .admit((place) => place.matches(typed, null))
      .finally(() => {
        answered += 1;
      });
  const all = settled(Array.from({ length: 100 }, one));
  // A heartbeat, counted apart for each number of answers there are so far. bcrypt on this thread, even in slices, would
  // leave room for two or three beats between one answer and the next.
  const beats = new Map<number, number>();
  const heart = setInterval(() => beats.set(answered, (beats.get(answered) ?? 0) + 1), 1);
  const { done, refused } = await all;
  clearInterval(heart);
  expect([done.length, refused.length]).toEqual([6, 94]);
  for (const at of [94, 95, 96, 97, 98, 99]) expect(beats.get(at), `after ${at} answers`).toBeGreaterThan(10);
});

test('beyond the bound of the queue the answer is an honest 503, at once and before anything is looked up', async () => {
  const pool = workers(32);
  let started = 0;
  let release: (value?: unknown) => void = () => undefined;
  const held = new Promise((resolve) => {
    release = resolve;
  });
  const calls = Array.from({ length: 1000 }, () =>
    pool.admit(async () => {
      started += 1;
      await held;
    }),
  );
  expect(started).toBe(32);
  release();
  const { done, refused } = await settled(calls);
  expect([done.length, refused.length]).toEqual([32, 968]);
  expect(new Set(refused)).toEqual(
    new Set(['Too many people are signing in at this moment. Try again in ten seconds.']),
  );
  // And there is room again.
  expect(await pool.admit(async () => 'in')).toBe('in');
});

test('a worker that dies costs the job it had, says so, and the next job gets a new one', async () => {
  const dying = new URL(
    `data:text/javascript,${encodeURIComponent(`
      import { parentPort } from 'node:worker_threads';
      parentPort.on('message', ({ hash }) => {
        if (hash === 'exit') process.exit(3);
        if (hash === 'throw') throw new Error('broken');
        parentPort.postMessage(true);
      });
    `)}`,
  );
  // safe: Worker takes a URL too; the room only passes it on.
  const pool = workers(32, dying as unknown as string);
  const look = (hash: string) =>
    pool
      .admit((place) => place.matches(typed, hash))
      .catch((error: unknown) => (error instanceof AppError ? error.code : error));
  const jobs = ['well', 'exit', 'well', 'throw', 'exit', 'well', 'well'];
  const outcomes = await Promise.all(jobs.map(look));
  expect(outcomes).toEqual(jobs.map((job) => (job === 'well' ? true : 'unavailable')));
  expect(await look('well')).toBe(true);
});

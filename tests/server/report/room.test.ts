import { randomUUID } from 'node:crypto';
import { expect, test } from 'vitest';
import { AppError } from '@/core/errors';
import { ReportRoom } from '@/server/report/report-room';
import { cover } from './made-up';

/** A room whose workers do as the first byte of the record says. */
function room(places: number): ReportRoom {
  const obedient = new URL(
    `data:text/javascript,${encodeURIComponent(`
      import { parentPort, workerData } from 'node:worker_threads';
      const [order, ...rest] = workerData.record;
      if (order === 1) process.exit(3);
      if (order === 2) throw new Error('broken');
      if (order === 3) for (const all = []; ; ) all.push(new Array(100_000).fill(all.length));
      if (order === 4) setInterval(() => undefined, 1_000);
      else parentPort.postMessage(new Uint8Array([order, ...rest]));
    `)}`,
  );
  // safe: Worker takes a URL too; the room only passes it on.
  return new ReportRoom({ file: obedient as unknown as string, places, timeMs: 5_000, memoryMb: 32 });
}

const outcome = (made: Promise<Uint8Array>): Promise<string> =>
  made.then(
    (pdf) => [...pdf].join(),
    (error: unknown) => (error instanceof AppError ? `${error.code}: ${error.message}` : String(error)),
  );

/** Somebody new takes a place, has this drawn and leaves. */
async function make(where: ReportRoom, record: Uint8Array, left?: AbortSignal): Promise<Uint8Array> {
  const place = where.take(randomUUID(), left);
  try {
    return await place.draw({ record, cover });
  } finally {
    place.leave();
  }
}

const ask = (where: ReportRoom, ...bytes: number[]) => outcome(make(where, Uint8Array.from(bytes)));

test('beyond the bound of the queue the answer is an honest 503 at once, and then there is room again', async () => {
  const small = room(8);
  const outcomes = await Promise.all(Array.from({ length: 11 }, (_, index) => ask(small, 10 + index)));
  const refusal = 'unavailable: Too many reports are being made at this moment. Try again in a minute.';
  expect(outcomes).toEqual(['10', '11', '12', '13', '14', '15', '16', '17', refusal, refusal, refusal]);
  expect(await ask(small, 42)).toBe('42');
});

test('a worker that dies costs its own report, says what to do, and the next works', async () => {
  const where = room(8);
  const outcomes = await Promise.all([1, 9, 2, 9, 3, 9].map((order) => ask(where, order)));
  const sentence = 'Export the session as CSV or JSON: both hold every row.';
  const died = `unavailable: The report could not be made. Try again, or: ${sentence}`;
  const full = `tooLarge: The session is too large for a PDF. ${sentence}`;
  expect(outcomes).toEqual([died, '9', died, '9', full, '9']);
});

test('a report that takes too long is given up, and the next works', async () => {
  const where = room(8);
  expect(await ask(where, 4)).toContain('unavailable: The report was not ready within 5 seconds.');
  expect(await ask(where, 9)).toBe('9');
});

test('whoever waits for a turn is told in time too, and nothing is made for them', async () => {
  const where = room(8);
  const [, waiting] = await Promise.all([ask(where, 4), ask(where, 2)]);
  expect(waiting).toContain('unavailable: The report was not ready within 5 seconds.');
  expect(await ask(where, 9)).toBe('9');
});

test('whoever leaves gets the worker out of the way of the next at once', async () => {
  const where = room(8);
  const leaving = new AbortController();
  const left = outcome(make(where, Uint8Array.of(4), leaving.signal));
  const next = ask(where, 9);
  leaving.abort();
  expect(await next).toBe('9');
  expect(await left).toMatch(/^unavailable: /);
});

test('a person has one place: the second is refused until the first is given back', async () => {
  const where = room(8);
  const place = where.take('marco');
  expect(() => where.take('marco')).toThrow('Your last PDF is still being made.');
  where.take('anna').leave();
  place.leave();
  where.take('marco').leave();
});

test('the record changes hands: where it fills its memory nothing is copied', async () => {
  const large = new Uint8Array(100_000).fill(7);
  const [made] = await Promise.all([make(room(1), large)]);
  expect([made.length, large.length]).toEqual([100_000, 0]);
  // A small one may lie in memory that others share, and is copied.
  const small = Buffer.from([7, 8]);
  await make(room(1), small);
  expect([...small]).toEqual([7, 8]);
});

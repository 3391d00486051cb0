import { setInterval as every } from 'node:timers/promises';
import { sql } from 'drizzle-orm';
import type { Transaction } from '../db/connection';

type Db = Transaction['db'];

const beatMs = 2_000;

/**
 * Waits for something slow without losing the transaction, which the database ends after five idle seconds. It has written
 * nothing so far, so nobody waits for it but its connection.
 */
export async function whileAwake<T>(db: Db, work: Promise<T>): Promise<T> {
  const over = new AbortController();
  const beating = beat(db, over.signal);
  // It may fail long before it is waited for; whoever waits for it below is told.
  beating.catch(() => undefined);
  try {
    return await work;
  } finally {
    over.abort();
    await beating;
  }
}

async function beat(db: Db, signal: AbortSignal): Promise<void> {
  try {
    for await (const _ of every(beatMs, undefined, { signal })) await db.execute(sql`select 1`);
  } catch (error) {
    // That it was told to end is the only end it has; a connection that is gone fails at the next statement.
    if (!signal.aborted) throw error;
  }
}

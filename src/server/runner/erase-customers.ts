import { byItself, record } from '../audit/record';
import { customersBeingErased, type Erased, endErasure, eraseSome } from '../db/customers';
import { asJob } from '../db/open';

/** Of each table in one transaction, far from the time-out of a statement. */
const rowsAtOnce = 200;
const mostPieces = 50;

/**
 * Deletes what is left of erased customers, some pieces of it. Their keys are gone already, so nothing of it could be opened.
 * Work for one that had begun before it was erased may still have left something: its erasure ends a minute after. Returns
 * whether there is more at once.
 */
export async function eraseCustomers(): Promise<boolean> {
  const all = await asJob('keys', ({ db }) => customersBeingErased(db));
  let hasMore = false;
  for (const one of all) hasMore = (await erase(one)) || hasMore;
  return hasMore;
}

async function erase({ id, slug, isOver }: Erased): Promise<boolean> {
  for (let piece = 0; piece < mostPieces; piece += 1)
    if ((await asJob('keys', ({ db }) => eraseSome(db, id, rowsAtOnce))) === 0) {
      if (isOver) await end(id, slug);
      return false;
    }
  return true;
}

/** The end and its trace commit together. */
async function end(id: Erased['id'], slug: string): Promise<void> {
  await asJob('keys', async (transaction) => {
    const counts = await endErasure(transaction.db, id);
    if (counts === null) return;
    const target = { kind: 'customer', id };
    const origin = byItself('');
    const detail = { customer: slug, rows: counts };
    await record(transaction, { event: 'customer.erased', outcome: 'ok', target, customerId: id, detail }, origin);
  });
}

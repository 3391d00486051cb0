import { CustomerId } from '@/core/ids';
import { byItself, type Detail, record } from '../audit/record';
import { endRotation } from '../db/key-work';
import type { Transaction } from '../db/open';

/** The end of a key's change and its trace commit together; `fault` says why nothing came of it. */
export async function endWithTrace(
  transaction: Transaction,
  key: string,
  detail: Detail,
  fault: string | null = null,
): Promise<void> {
  if (!(await endRotation(transaction.db, key, fault))) return;
  const customer = CustomerId.safeParse(key);
  await record(
    transaction,
    {
      event: 'keys.changed',
      outcome: fault === null ? 'ok' : 'failed',
      target: { kind: 'key', id: key },
      customerId: customer.success ? customer.data : null,
      detail: fault === null ? detail : { ...detail, message: fault },
    },
    byItself(''),
  );
}

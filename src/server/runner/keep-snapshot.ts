import { createHash, randomUUID } from 'node:crypto';
import type { ChangeId, CustomerId, DeviceId } from '@/core/ids';
import { changeCounts, snapshotChanges } from '@/core/shown/snapshot-changes';
import { byItself, record } from '../audit/record';
import { asCustomer, type Transaction } from '../db/open';
import { addSnapshot, type NewestSnapshot, newestSnapshot, ownChangesSince, seeAgain } from '../db/snapshot-work';
import { sealFor, unsealFrom } from '../vault/data-keys';

/** How a device is configured, as it was just read. */
export interface Taken {
  readonly device: DeviceId;
  readonly customerId: CustomerId;
  readonly routerOs: string;
  readonly text: string;
  /** The change of ours that was made just before: what changed is its doing. */
  readonly after?: ChangeId | undefined;
}

/** What its work is known by in the log. */
export const becauseOf = (device: DeviceId): string => `snapshot:${device}`;

/**
 * Writes down that a device is configured so: where it was so before, only until when. Otherwise somebody changed it:
 * where that was not a change of ours, just made, an entry says so in the same transaction. The first one of a device is no
 * change.
 */
export function keepSnapshot(taken: Taken): Promise<void> {
  const { device, customerId, routerOs, text, after } = taken;
  const digest = createHash('sha256').update(text).digest('hex');
  return asCustomer(customerId, becauseOf(device), async (transaction) => {
    const { db } = transaction;
    const newest = await newestSnapshot(db, device);
    if (newest?.digest === digest) return seeAgain(db, newest.id);
    const id = randomUUID();
    const textSealed = await sealFor(db, placeOf(id, customerId), text);
    const changedRows = newest && (await noteChange(transaction, taken, { id, newest }));
    const changeId = after ?? null;
    await addSnapshot(db, { id, customerId, deviceId: device, routerOs, digest, textSealed, changedRows, changeId });
  });
}

const placeOf = (row: string, customerId: CustomerId) => ({
  table: 'snapshot',
  column: 'text_sealed',
  row,
  customerId,
});

/** How much changed in which menu, and nothing of what is there. Returns how many lines. */
async function noteChange(
  transaction: Transaction,
  { device, customerId, routerOs, text, after }: Taken,
  { id, newest }: { id: string; newest: NewestSnapshot },
): Promise<number> {
  const before = await unsealFrom(transaction.db, placeOf(newest.id, customerId), newest.textSealed);
  const changes = snapshotChanges(before, text);
  if (after !== undefined) return changes.length;
  // Of which no snapshot could be taken: some of the lines may be theirs.
  const ours = await ownChangesSince(transaction.db, device, newest.lastSeenAt);
  await record(
    transaction,
    {
      event: 'device.configurationChanged',
      outcome: 'ok',
      target: { kind: 'device', id: device },
      customerId,
      detail: {
        snapshot: id,
        lines: changes.length,
        menus: changeCounts(changes),
        routerOs: { before: newest.routerOs, after: routerOs },
        ...(ours.length > 0 && { changes: ours }),
      },
    },
    byItself(becauseOf(device)),
  );
  return changes.length;
}

import { createHash, randomUUID } from 'node:crypto';
import type { ChangeId, CustomerId, DeviceId } from '@/core/ids';
import { changeCounts, snapshotChanges } from '@/core/shown/snapshot-changes';
import { byItself, record } from '../audit/record';
import { asCustomer, type Transaction } from '../db/open';
import {
  addSnapshot,
  isBeingChanged,
  type NewestSnapshot,
  newestSnapshot,
  ownChangesSince,
  seeAgain,
} from '../db/snapshot-work';
import { sealFor, unsealFrom } from '../vault/data-keys';
import { Unopenable } from '../vault/sealed';

/** How a device is configured, as it was just read. */
export interface Taken {
  readonly device: DeviceId;
  readonly customerId: CustomerId;
  readonly routerOs: string;
  readonly text: string;
  readonly after?: After | undefined;
  /** A change of ours is about to be made, and has touched nothing yet. */
  readonly isBefore?: boolean | undefined;
}

/** The change of ours that was made just before: what changed in these menus is its doing. */
export interface After {
  readonly change: ChangeId;
  readonly menus: readonly string[];
}

/** What its work is known by in the log. */
export const becauseOf = (device: DeviceId): string => `snapshot:${device}`;

/**
 * Writes down that a device is configured so: where it was so before, only until when. Otherwise somebody changed it:
 * what is not the doing of a change of ours, just made, an entry tells of in the same transaction. The first one of a device is
 * no change.
 */
export function keepSnapshot(taken: Taken): Promise<void> {
  const { device, customerId, routerOs, text, after, isBefore = false } = taken;
  const digest = createHash('sha256').update(text).digest('hex');
  return asCustomer(customerId, becauseOf(device), async (transaction) => {
    const { db } = transaction;
    const newest = await newestSnapshot(db, device);
    if (after === undefined && !isBefore && (await isBeingChanged(db, device))) return;
    if (newest?.digest === digest) return seeAgain(db, newest.id);
    const id = randomUUID();
    const textSealed = await sealFor(db, placeOf(id, customerId), text);
    const changedRows = newest && (await noteChange(transaction, taken, { id, newest }));
    const changeId = after?.change ?? null;
    await addSnapshot(db, { id, customerId, deviceId: device, routerOs, digest, textSealed, changedRows, changeId });
  });
}

const placeOf = (row: string, customerId: CustomerId) => ({
  table: 'snapshot',
  column: 'text_sealed',
  row,
  customerId,
});

/** How much changed in which menu, and nothing of what is there. Returns how many lines; null: the one before cannot be opened. */
async function noteChange(
  transaction: Transaction,
  { device, customerId, routerOs, text, after }: Taken,
  { id, newest }: { id: string; newest: NewestSnapshot },
): Promise<number | null> {
  const before = await openedOrNull(transaction, newest, customerId);
  const changes = before === null ? null : snapshotChanges(before, text);
  const others = changes?.filter(({ menu }) => after === undefined || !isOf(after.menus, menu)) ?? null;
  if (after !== undefined && others?.length === 0) return changes?.length ?? null;
  // Some of the lines may be theirs: of one that none could be taken after, or in a menu that they have to do with.
  const ours = after === undefined ? await ownChangesSince(transaction.db, device, newest.lastSeenAt) : [after.change];
  await record(
    transaction,
    {
      event: 'device.configurationChanged',
      outcome: 'ok',
      target: { kind: 'device', id: device },
      customerId,
      detail: {
        snapshot: id,
        lines: others?.length ?? null,
        menus: changeCounts(others ?? []),
        routerOs: { before: newest.routerOs, after: routerOs },
        ...(ours.length > 0 && { changes: ours }),
      },
    },
    byItself(becauseOf(device)),
  );
  return changes?.length ?? null;
}

/** What a change of `/interface/vlan` does is seen in `/interface` as well, and the other way round. */
const isOf = (menus: readonly string[], menu: string): boolean =>
  menus.some((own) => own === menu || own.startsWith(`${menu}/`) || menu.startsWith(`${own}/`));

/** That one is damaged is no reason to keep no other ever after. */
async function openedOrNull(
  { db }: Transaction,
  { id, textSealed }: NewestSnapshot,
  customerId: CustomerId,
): Promise<string | null> {
  try {
    return await unsealFrom(db, placeOf(id, customerId), textSealed);
  } catch (error) {
    if (error instanceof Unopenable) return null;
    throw error;
  }
}

import { z } from 'zod';
import { notCompared, type SnapshotChange, snapshotChanges } from '@/core/shown/snapshot-changes';
import type { Transaction } from '@/server/db/connection';
import type { SealedSnapshot, Snapshot } from '@/server/db/snapshots';
import { unsealFrom } from '@/server/vault/data-keys';

type Db = Transaction['db'];

export const SnapshotView = z.object({
  id: z.uuid(),
  /** When it was read first. Times are ISO 8601, UTC. */
  takenAt: z.string(),
  /** The same was found until then; what changed after that was found by the next one. */
  lastSeenAt: z.string(),
  /** `7.20.8` */
  routerOs: z.string(),
  /** How many lines came and went against the one before; null: it is the device's first. */
  changedLines: z.int().nullable(),
  /** The number of the change that was made just before: what changed is its doing. Null: it was no change of ours. */
  change: z.int().nullable(),
});

export const snapshotViewOf = ({
  id,
  takenAt,
  lastSeenAt,
  routerOs,
  changedRows,
  change,
}: Snapshot): z.infer<typeof SnapshotView> => ({
  id,
  takenAt,
  lastSeenAt,
  routerOs,
  changedLines: changedRows,
  change,
});

export const ChangeView = z.object({
  /** `/ip/firewall/filter` */
  menu: z.string(),
  kind: z.enum(['added', 'removed']),
  /** As RouterOS's export writes it. */
  line: z.string(),
});

interface Difference {
  readonly changes: readonly SnapshotChange[];
  /** The menus about which nothing can be said. */
  readonly notCompared: readonly string[];
}

/** What is different between two of a device; nothing where one of them is not there. */
export async function changesBetween(
  db: Db,
  before: SealedSnapshot | null,
  after: SealedSnapshot | null,
): Promise<Difference> {
  if (before === null || after === null) return { changes: [], notCompared: [] };
  const texts = [await textOf(db, before), await textOf(db, after)] as const;
  return { changes: snapshotChanges(...texts), notCompared: notCompared(...texts) };
}

function textOf(db: Db, { id, customerId, textSealed }: SealedSnapshot): Promise<string> {
  return unsealFrom(db, { table: 'snapshot', column: 'text_sealed', row: id, customerId }, textSealed);
}

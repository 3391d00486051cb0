import { sql } from 'drizzle-orm';
import { check, foreignKey, index, integer, text, uuid } from 'drizzle-orm/pg-core';
import { bytes } from './bytes';
import { change } from './changes';
import { device } from './devices';
import { moment } from './people';
import { readInReach, writtenByWork } from './reach';
import { app } from './roles';

/** How a device was configured, from one look to the last one that found the same. The newest of a device is always kept. */
export const snapshot = app.table(
  'snapshot',
  {
    id: uuid().primaryKey(),
    customerId: uuid().notNull(),
    deviceId: uuid().notNull(),
    takenAt: moment().notNull(),
    /** The same was found again until then. */
    lastSeenAt: moment().notNull(),
    /** `7.20.8`: a new one writes some of the same settings in other words. */
    routerOs: text().notNull(),
    /** SHA-256 of the text, 64 hex digits. */
    digest: text().notNull(),
    /** The text of core/shown/snapshot-text.ts. */
    textSealed: bytes().notNull(),
    /** Lines added and removed against the one before; null: it is the device's first. */
    changedRows: integer(),
    /** The change of ours that was made just before: what differs from the one before is its doing. */
    changeId: uuid(),
  },
  (t) => [
    foreignKey({
      name: 'snapshot_is_of_its_customer',
      columns: [t.deviceId, t.customerId],
      foreignColumns: [device.id, device.customerId],
    }),
    foreignKey({
      name: 'snapshot_is_after_a_change_of_its_customer',
      columns: [t.changeId, t.customerId],
      foreignColumns: [change.id, change.customerId],
    }),
    index('snapshot_after_change').on(t.changeId).where(sql`${t.changeId} is not null`),
    index('snapshot_of_device').on(t.deviceId, t.takenAt.desc(), t.id.desc()),
    index('snapshot_of_customer').on(t.customerId, t.id),
    index('snapshot_oldest').on(t.takenAt),
    check('snapshot_is_seen_after_it_is_taken', sql`${t.lastSeenAt} >= ${t.takenAt}`),
    check('snapshot_digest_is_a_sha256', sql`${t.digest} ~ '^[0-9a-f]{64}$'`),
    check('snapshot_counts_its_changes', sql`${t.changedRows} >= 0`),
    ...readInReach('snapshot', t.customerId),
    ...writtenByWork('snapshot', t.customerId),
  ],
);

import { z } from 'zod';
import { snapshotInForce, snapshotsOfDevice } from '@/server/db/snapshots';
import { decodeCursor, encodeCursor, Moment } from '../cursor';
import { procedure, router } from '../procedure';
import { device } from '../scopes';
import { ChangeView, changesBetween, SnapshotView, snapshotViewOf } from '../snapshot-views';

const Cursor = z.strictObject({ at: Moment, id: z.uuid() });

/** A router may have changed in every line. */
const mostLines = 5_000;

export const snapshotsRouter = router({
  list: procedure({
    permission: 'session.read',
    scope: device,
    audit: 'snapshot.listed',
    input: { after: z.string().max(512).optional(), limit: z.coerce.number().int().min(1).max(100).default(20) },
    output: z.object({ items: z.array(SnapshotView), next: z.string().nullable() }),
    rest: {
      method: 'GET',
      path: '/devices/{device}/snapshots',
      summary: 'Snapshots of a device’s configuration, the newest first',
    },
  }).query(async ({ ctx, input: { after, limit } }) => {
    const before = after === undefined ? undefined : decodeCursor(Cursor, after);
    const found = await snapshotsOfDevice(ctx.db, ctx.me, ctx.device.id, { limit: limit + 1, before });
    const items = found.slice(0, limit);
    const last = items.at(-1);
    const next = found.length > limit && last ? encodeCursor({ at: last.takenAt, id: last.id }) : null;
    return { items: items.map(snapshotViewOf), next };
  }),

  changes: procedure({
    permission: 'session.read',
    scope: device,
    audit: 'snapshot.compared',
    input: { since: Moment },
    output: z.object({
      /** The snapshot that was in force then; null: there was none yet, so nothing can be told. */
      from: SnapshotView.nullable(),
      /** The newest; null: there is none at all. */
      to: SnapshotView.nullable(),
      /** Menu by menu. A line that changed is removed and added; a rule that was moved too. */
      changes: z.array(ChangeView),
      /** How many there are in all; no more than 5,000 are told. */
      total: z.int(),
      /** Menus with 20,000 rows or more, of which nothing can be told. */
      notCompared: z.array(z.string()),
    }),
    rest: {
      method: 'GET',
      path: '/devices/{device}/snapshots/changes',
      summary: 'What changed in a device’s configuration since a moment',
    },
  }).query(async ({ ctx, input: { since } }) => {
    const from = await snapshotInForce(ctx.db, ctx.me, ctx.device.id, since);
    const to = await snapshotInForce(ctx.db, ctx.me, ctx.device.id, null);
    const { changes, notCompared } = await changesBetween(ctx.db, from, to);
    return {
      from: from && snapshotViewOf(from),
      to: to && snapshotViewOf(to),
      changes: changes.slice(0, mostLines),
      total: changes.length,
      notCompared: [...notCompared],
    };
  }),
});

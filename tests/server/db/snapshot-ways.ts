import type { World } from '../../support/world';
import type { Way } from './ways';

/** One more of the customer's first device. */
export const insertSnapshot = (world: World, of: 'acme-corp' | 'other-isp'): string => `
  insert into app.snapshot (id, customer_id, device_id, taken_at, last_seen_at, router_os, digest, text_sealed)
  values (gen_random_uuid(), '${world.customers[of]}', '${world.devices[of][0]}', now(), now(), '7.20.8', repeat('ab', 32), '\\x00')`;

const seeAgain = 'update app.snapshot set last_seen_at = now()';

/** What nobody but the work of its customer may do with a snapshot. */
export const snapshotWaysOfOthers = (world: World): readonly Way[] => [
  { name: 'takes snapshots', statement: insertSnapshot(world, 'acme-corp') },
  { name: 'says that a snapshot was seen again', statement: seeAgain },
  { name: 'deletes snapshots', statement: 'delete from app.snapshot' },
];

/** What that work may not do. Without a condition its own alone is touched. */
export const snapshotWaysOfWork = (world: World): readonly Way[] => [
  { name: 'takes foreign snapshots', statement: insertSnapshot(world, 'other-isp') },
  { name: 'says that a foreign snapshot was seen again', statement: seeAgain, most: 1 },
  { name: 'changes what was found', statement: `update app.snapshot set digest = repeat('cd', 32)` },
  { name: 'deletes snapshots', statement: 'delete from app.snapshot' },
];

import { createHash } from 'node:crypto';
import { type BulkRun, devicesOf } from '../db/bulk-runs';
import { bulkCsv } from '../report/bulk-csv';
import { bulkDeviceViewsOf } from './bulk-views';
import type { Shown } from './procedure';
import type { ExportPiece } from './session-export';
import type { InsideWatch } from './watch-door';

export const bulkExportFormats = ['csv'] as const;
export type BulkExportFormat = (typeof bulkExportFormats)[number];

/** Writes a bulk run down as it stands, one line a device. Its SHA-256 is in the audit before a byte of it leaves. */
export async function* exportBulkRun(
  { me, tick, conclude }: InsideWatch<{ readonly bulkRun: BulkRun }>,
  as: BulkExportFormat,
): AsyncGenerator<Shown<ExportPiece>> {
  const { name, text, devices } = await tick(async (db, { bulkRun }) => {
    const found = await bulkDeviceViewsOf(db, bulkRun, await devicesOf(db, me, bulkRun.id));
    const name = `bulk-run-${bulkRun.customer}-${bulkRun.id.slice(0, 8)}.${as}`;
    return { name, text: bulkCsv(bulkRun, found), devices: found.length };
  });
  const sha256 = createHash('sha256').update(text).digest('hex');
  await conclude({ event: 'bulkRun.exported', outcome: 'ok', detail: { format: as, devices, sha256 } });
  yield { id: '0', data: { kind: 'file', name } };
  yield { id: '1', data: { kind: 'text', text } };
}

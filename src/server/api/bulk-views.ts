import { z } from 'zod';
import { roles } from '@/core/access';
import { bulkOutcomes } from '@/core/bulk-runs';
import { faultCodes, faults } from '@/core/faults';
import { BulkRunId, CustomerSlug, DeviceId, RunId } from '@/core/ids';
import type { BulkDevice, BulkRun } from '../db/bulk-runs';
import type { Transaction } from '../db/connection';
import { unsealFrom } from '../vault/data-keys';

type Db = Transaction['db'];

export const BulkRunView = z.object({
  id: BulkRunId,
  customer: CustomerSlug,
  /** An id of the catalogue, such as `tool.ping`. */
  action: z.string(),
  params: z.record(z.string(), z.unknown()),
  by: z.object({ name: z.string(), role: z.enum(roles) }),
  /** ISO 8601, UTC. */
  askedAt: z.string(),
  /** How many devices it was asked of. */
  devices: z.int(),
  /** How many of them stand how. */
  counts: z.record(z.enum(bulkOutcomes), z.int()),
  /** The bulk run of which this repeats what failed. */
  repeatOf: BulkRunId.nullable(),
});
export type BulkRunView = z.infer<typeof BulkRunView>;

export const bulkRunViewOf = ({ customerId: _, ...told }: BulkRun): z.input<typeof BulkRunView> => ({
  ...told,
  counts: { ...told.counts },
});

export const BulkDeviceView = z.object({
  device: DeviceId,
  name: z.string(),
  site: z.string().nullable(),
  outcome: z.enum(bulkOutcomes),
  /** Null where the device was refused before anything was sent; `refusal` says why. */
  run: RunId.nullable(),
  refusal: z.string().nullable(),
  /** Times are ISO 8601, UTC. */
  startedAt: z.string().nullable(),
  endedAt: z.string().nullable(),
  /** Somebody asked for it to be stopped. */
  isStopping: z.boolean(),
  /** The answer went on beyond the cap. */
  isTruncated: z.boolean(),
  /** `message` is the router's own words where it spoke, or their beginning. */
  fault: z.object({ code: z.enum(faultCodes), message: z.string() }).nullable(),
  /** What came back, in a few values; null while there is nothing. */
  summary: z.record(z.string(), z.union([z.string(), z.number(), z.null()])).nullable(),
});
export type BulkDeviceView = z.infer<typeof BulkDeviceView>;

const Summary = z.record(z.string(), z.union([z.string(), z.number(), z.null()]));

/** What a router said to refuse it can be long; the run itself has all of it. */
const longest = 300;

/** As the caller sees it, with the router's words opened. */
async function viewOf(db: Db, { customerId }: BulkRun, one: BulkDevice): Promise<BulkDeviceView> {
  const { faultCode, faultSealed, summarySealed, ...rest } = one;
  const opened = async (column: string, sealed: Uint8Array | null): Promise<string | null> =>
    sealed === null || one.run === null
      ? null
      : unsealFrom(db, { table: 'run', column, row: one.run, customerId }, sealed);
  const [words, summary] = [await opened('fault_sealed', faultSealed), await opened('summary_sealed', summarySealed)];
  return {
    ...rest,
    fault:
      faultCode === null ? null : { code: faultCode, message: words?.slice(0, longest) ?? faults[faultCode].advice },
    summary: summary === null ? null : Summary.parse(JSON.parse(summary)),
  };
}

export const bulkDeviceViewsOf = (
  db: Db,
  bulkRun: BulkRun,
  devices: readonly BulkDevice[],
): Promise<BulkDeviceView[]> => Promise.all(devices.map((one) => viewOf(db, bulkRun, one)));

import { type Measures, measure } from '@/server/db/measures';
import { causesOf } from '@/server/log';
import { lastBackup } from '../backup/last';
import type { DataDirectory } from '../data-directory';
import type { Kept } from '../kept';
import type { Log } from '../log';
import { version } from '../version';
import { databaseMetrics } from './database-metrics';
import { processMetrics } from './process-metrics';

export interface Measured {
  readonly processes: () => readonly (Kept | null)[];
  readonly ownerUrl: () => string;
  readonly data: DataDirectory;
  readonly log: Log;
}

/** Counting is not free, so many who read at once, or often, read the same counts. */
const keepMs = 30_000;

/** Collects what each process measures of itself, and what the database says of the whole. */
export function measuresOf({ processes, ownerUrl, data, log }: Measured): () => Promise<object[]> {
  const own = processMetrics('supervisor');
  let counted: { at: number; measures: Promise<Measures | null> } | null = null;
  const count = () =>
    measure(ownerUrl()).catch((error: unknown) => {
      log.warn({ causes: causesOf(error) }, 'the database could not be measured');
      return null;
    });
  return async () => {
    if (counted === null || Date.now() - counted.at > keepMs) counted = { at: Date.now(), measures: count() };
    const measures = await counted.measures;
    // One that failed is tried again by the next reader.
    if (measures === null) counted = null;
    const whole = databaseMetrics({ measures, lastBackup: lastBackup(data), version: version() });
    const children = await Promise.all(processes().map((kept) => kept?.measure() ?? null));
    const mine = await Promise.all([whole.getMetricsAsJSON(), own.getMetricsAsJSON()]);
    return [...mine, ...children.filter((one) => one !== null)];
  };
}

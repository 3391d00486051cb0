import { sql } from 'drizzle-orm';
import { forgetLookups } from '../db/lookup-work';
import { asJob, type Transaction } from '../db/open';
import { purgeRuns } from '../db/run-work';
import { purgeSnapshots } from '../db/snapshot-work';
import type { Round } from './clock';
import { sweep } from './sweep';

const day = 86_400;
/** Deleted in one transaction; a pause of none follows, because each is short and nobody waits for these rows. */
const mostAtOnce = 500;
/** In one round: what a lowered number of days leaves behind is gone after some hours, and nobody notices. */
const mostBatches = 200;

/** What has to be done without anybody asking. */
export const rounds: readonly Round[] = [
  { name: 'sweep', seconds: 10, work: async () => void (await sweep()) },
  {
    name: 'partitions',
    seconds: day,
    // Some months ahead: a month without its partition would go to the default one and stay there.
    work: () =>
      asJob(
        'partitions',
        async ({ db }) => void (await db.execute(sql`select audit.make_partitions(current_date, 4)`)),
      ),
  },
  {
    name: 'purge',
    seconds: day / 24,
    work: () =>
      asJob('purge', async ({ db }) => {
        await db.execute(sql`select auth.purge()`);
        await forgetLookups(db);
        await db.execute(sql`select app.forget_outgoing()`);
        await db.execute(sql`select app.purge_alarms()`);
        await db.execute(sql`delete from app.device_hour where hour < app.now() - interval '25 hours'`);
        await db.execute(sql`delete from app.audit_export where expires_at <= app.now()`);
      }),
  },
  { name: 'results', seconds: day / 24, work: purgeResults },
];

/** Results that are older than the configured days, in batches. */
export async function purgeResults(): Promise<void> {
  for (const purge of [purgeRuns, purgeSnapshots]) await purgeAll(purge);
}

async function purgeAll(purge: (db: Transaction['db'], most: number) => Promise<number>): Promise<void> {
  for (let batch = 0; batch < mostBatches; batch += 1) {
    const gone = await asJob('purge', ({ db }) => purge(db, mostAtOnce));
    if (gone < mostAtOnce) return;
  }
}

import { sql } from 'drizzle-orm';
import { asJob } from '../db/open';
import type { Round } from './clock';
import { sweep } from './sweep';

const day = 86_400;

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
        await db.execute(sql`delete from app.device_hour where hour < app.now() - interval '25 hours'`);
      }),
  },
];

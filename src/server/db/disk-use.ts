import { sql } from 'drizzle-orm';
import type { Transaction } from './connection';
import { underRules } from './rule';

export type TableFamily = 'audit' | 'results' | 'sessions' | 'devices' | 'other';

/** What the database takes on its disk, in bytes, whole and by families of tables, the largest first. For a Super Admin. */
export async function databaseUse(db: Transaction['db']) {
  return underRules({}, async () => {
    const [whole] = await db.execute<{ bytes: string }>(sql`select auth.database_size() as bytes`);
    const families = await db.execute<{ family: TableFamily; bytes: string }>(
      sql`select family, bytes from auth.disk_use()`,
    );
    return {
      database: Number(whole?.bytes ?? 0),
      families: families.map(({ family, bytes }) => ({ family, bytes: Number(bytes) })),
    };
  });
}

import { sql } from 'drizzle-orm';
import type { Transaction } from './connection';

/** True when this database was filled by `routeward demo`. */
export async function isDemo(db: Transaction['db']): Promise<boolean> {
  const [row] = await db.execute<{ is: boolean }>(sql`select app.is_demo() as is`);
  return row?.is === true;
}

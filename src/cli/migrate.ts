import { operatorEnv } from '@/env';
import { makeLog } from './log';
import { withOwnedDatabase } from './owned-database';

/** `routeward migrate`: what `start` does to the database first, for whoever wants it done apart. */
export async function migrate(): Promise<void> {
  const env = operatorEnv();
  await withOwnedDatabase(
    env,
    makeLog('migrate', env.logLevel === 'info' ? 'warn' : env.logLevel),
    async () => undefined,
  );
  console.log('The database is ready for this version of Routeward.');
}

import { StartError } from '@/core/start-error';
import { operatorEnv } from '@/env';
import { mintSetupToken } from '@/server/auth/one-time-secret';
import { storeSetupToken } from '@/server/db/console';
import { makeLog } from './log';
import { withOwnedDatabase } from './owned-database';
import { UsageError } from './usage-error';

/** Long enough to walk to another desk, short enough that a printed token found later opens nothing. */
const minutes = 30;

/** A new setup token, after which the one before is dead; null when there is somebody already. It is kept nowhere. */
export async function newSetupToken(ownerUrl: string): Promise<string | null> {
  const { text, hash } = mintSetupToken();
  return (await storeSetupToken(ownerUrl, hash, minutes)) ? text : null;
}

/** For standard output alone: a log is read by more people than the console is. */
export const setupInvitation = (place: string, token: string): string =>
  `Nobody is here yet. Open ${place} within ${minutes} minutes and give this token:\nSetup token: ${token}`;

/** `routeward setup-token`: another one, for whoever lost the one that `start` printed, or came too late. */
export async function setupToken(args: readonly string[]): Promise<void> {
  if (args.length > 0) throw new UsageError('Usage: routeward setup-token');
  const env = operatorEnv();
  const log = makeLog('setup-token', env.logLevel === 'info' ? 'warn' : env.logLevel);
  const token = await withOwnedDatabase(env, log, newSetupToken);
  if (token === null) throw new StartError('There are people already: the setup is over and takes no token any more.');
  console.log(setupInvitation('/setup at the address that `npm start` printed', token));
}

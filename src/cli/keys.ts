import { operatorEnv } from '@/env';
import { rotateSigningKey, SigningKeys } from '@/server/auth/signing-keys';
import { noteRotation } from '@/server/db/console';
import { changeKeys } from './change-keys';
import { prepareDataDirectory } from './data-directory';
import { flagsOf } from './flags';
import { makeLog } from './log';
import { withOwnedDatabase } from './owned-database';
import { UsageError } from './usage-error';

/** Access tokens need a key to be signed with: the first start makes one. */
export async function ensureSigningKey(keysDirectory: string, now: Date): Promise<void> {
  const { keys } = await new SigningKeys(keysDirectory).jwks(now);
  if (keys.length === 0) await rotateSigningKey(keysDirectory, now);
}

const usage = 'Usage: routeward keys [rotate | rotate-master | rotate-data [--customer SLUG]]';

/**
 * `routeward keys`: which keys sign and verify, and since when. `rotate`: from now on a new one signs. `rotate-master` and
 * `rotate-data`: a new master key, or new data keys of one customer, or of all and the system's own.
 */
export async function keys([verb, ...rest]: readonly string[]): Promise<void> {
  if (verb === 'rotate-data') {
    const { customer } = flagsOf(rest, ['customer'], 'keys rotate-data [--customer SLUG]');
    return changeKeys({ level: 'data', customer: customer ?? null });
  }
  if (rest.length > 0 || (verb !== undefined && verb !== 'rotate' && verb !== 'rotate-master'))
    throw new UsageError(usage);
  if (verb === 'rotate-master') return changeKeys({ level: 'master' });
  await (verb === undefined ? list() : rotate());
}

async function list(): Promise<void> {
  const data = prepareDataDirectory(operatorEnv().dataDirectory);
  const found = await new SigningKeys(data.keys).ages(new Date());
  if (found.length === 0) console.log('There is no signing key yet: the first start makes one.');
  for (const [index, { kid, madeAt }] of found.entries())
    console.log(`${kid}  ${index === 0 ? 'signs and verifies' : 'verifies only     '}  since ${madeAt.toISOString()}`);
}

/** Running processes notice by themselves. The entry in the log commits once the key is there. */
async function rotate(): Promise<void> {
  const env = operatorEnv();
  const log = makeLog('keys', env.logLevel === 'info' ? 'warn' : env.logLevel);
  const kid = await withOwnedDatabase(env, log, (ownerUrl, data) =>
    noteRotation(ownerUrl, () => rotateSigningKey(data.keys, new Date())),
  );
  console.log(
    `Access tokens are signed with the key ${kid} from now on. The one before verifies until the next rotation.`,
  );
}

import { operatorEnv } from '@/env';
import { rotateSigningKey, SigningKeys } from '@/server/auth/signing-keys';
import { prepareDataDirectory } from './data-directory';
import { UsageError } from './usage-error';

/** Access tokens need a key to be signed with: the first start makes one. */
export async function ensureSigningKey(keysDirectory: string, now: Date): Promise<void> {
  const { keys } = await new SigningKeys(keysDirectory).jwks(now);
  if (keys.length === 0) await rotateSigningKey(keysDirectory, now);
}

/** `routeward keys rotate`: from now on a new key signs; running processes notice by themselves. */
export async function keys([verb, ...rest]: readonly string[]): Promise<void> {
  if (verb !== 'rotate' || rest.length > 0) throw new UsageError('Usage: routeward keys rotate');
  const data = prepareDataDirectory(operatorEnv().dataDirectory);
  const kid = await rotateSigningKey(data.keys, new Date());
  console.log(
    `Access tokens are signed with the key ${kid} from now on. The one before verifies until the next rotation.`,
  );
}

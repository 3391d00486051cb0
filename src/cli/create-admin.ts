import { operatorEnv } from '@/env';
import { createFirstAdmin } from '@/server/db/console';
import { checked, Email, flagsOf, Name, publicUrl } from './flags';
import { makeLog } from './log';
import { withOwnedDatabase } from './owned-database';
import { hashPassword } from './password';
import { ask, askPassphrase } from './terminal';

const usage = 'create-admin [--name NAME] [--email ADDRESS] [--url https://ADDRESS]';

/**
 * `routeward create-admin`: the first Super Admin, while there is nobody, and on request the address that people open: the
 * setup without its page. Whoever has a shell here may do that.
 */
export async function createAdmin(args: readonly string[]): Promise<void> {
  const given = flagsOf(args, ['name', 'email', 'url'], usage);
  const url = given.url === undefined ? null : publicUrl(given.url);
  const name = checked(Name, given.name ?? (await ask('Name', '--name')));
  const email = checked(Email, given.email ?? (await ask('E-mail', '--email')));
  const passphrase = await askPassphrase();
  const env = operatorEnv();
  const log = makeLog('create-admin', env.logLevel === 'info' ? 'warn' : env.logLevel);
  await withOwnedDatabase(env, log, async (ownerUrl, data) => {
    const passwordHash = await hashPassword(passphrase, { email, name, hasSecondFactor: false }, data.keys);
    await createFirstAdmin(ownerUrl, { email, name, passwordHash, publicUrl: url });
  });
  console.log(`${name} <${email}> is a Super Admin now and can sign in.`);
  if (url !== null) console.log(`From the next start on people open ${url}, where ROUTEWARD_URL says nothing else.`);
}

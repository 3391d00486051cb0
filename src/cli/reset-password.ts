import { operatorEnv } from '@/env';
import { findByEmail, setPassword } from '@/server/db/console-password';
import { checked, Email, flagsOf } from './flags';
import { makeLog } from './log';
import { withOwnedDatabase } from './owned-database';
import { hashPassword } from './password';
import { ask, askPassphrase } from './terminal';

const usage = 'reset-password [--email ADDRESS]';

/**
 * `routeward reset-password`: a new passphrase for somebody, also for the only Super Admin, to whom nobody could give a link.
 * Whoever has a shell here may do that.
 */
export async function resetPassword(args: readonly string[]): Promise<void> {
  const given = flagsOf(args, ['email'], usage);
  const email = checked(Email, given.email ?? (await ask('E-mail', '--email')));
  // Asked before the database is begun: who gives up at the question leaves nothing running.
  const passphrase = await askPassphrase();
  const env = operatorEnv();
  const log = makeLog('reset-password', env.logLevel === 'info' ? 'warn' : env.logLevel);
  const { person, isDisabled } = await withOwnedDatabase(env, log, async (ownerUrl, data) => {
    const person = await findByEmail(ownerUrl, email);
    const passwordHash = await hashPassword(passphrase, { ...person, hasSecondFactor: false }, data.keys);
    return { person, ...(await setPassword(ownerUrl, person.id, passwordHash)) };
  });
  const who = `${person.name} <${person.email}>`;
  console.log(`${who} has a new passphrase. Wherever they were signed in, they are not any more.`);
  if (isDisabled) console.log('They are disabled and cannot sign in until a Super Admin enables them.');
}

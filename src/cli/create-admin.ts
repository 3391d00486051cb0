import { parseArgs } from 'node:util';
import { z } from 'zod';
import { AppError } from '@/core/errors';
import { StartError } from '@/core/start-error';
import { operatorEnv } from '@/env';
import { createFirstAdmin } from '@/server/db/console';
import { makeLog } from './log';
import { withOwnedDatabase } from './owned-database';
import { hashPassword } from './password';
import { ask, askPassphrase } from './terminal';
import { UsageError } from './usage-error';

const Name = z.string().trim().min(1, 'A name is needed.').max(200, 'A name has at most 200 characters.');
const Email = z.email('This is not an e-mail address.').max(254);

/** `routeward create-admin`: the first Super Admin, while there is nobody. Whoever has a shell here may do that. */
export async function createAdmin(args: readonly string[]): Promise<void> {
  const given = flags(args);
  const name = checked(Name, given.name ?? (await ask('Name', '--name')));
  const email = checked(Email, given.email ?? (await ask('E-mail', '--email')));
  const passphrase = await askPassphrase();
  const env = operatorEnv();
  const log = makeLog('create-admin', env.logLevel === 'info' ? 'warn' : env.logLevel);
  await withOwnedDatabase(env, log, async (ownerUrl, data) => {
    const owner = { email, name, hasSecondFactor: false };
    const passwordHash = await hashPassword(passphrase, owner, data.keys).catch(asSentence);
    await createFirstAdmin(ownerUrl, { email, name, passwordHash });
  });
  console.log(`${name} <${email}> is a Super Admin now and can sign in.`);
}

function flags(args: readonly string[]): { name?: string | undefined; email?: string | undefined } {
  try {
    return parseArgs({ args: [...args], options: { name: { type: 'string' }, email: { type: 'string' } } }).values;
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new UsageError(`${reason} Usage: routeward create-admin [--name NAME] [--email ADDRESS]`, { cause: error });
  }
}

function checked(schema: z.ZodType<string>, value: string): string {
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  throw new UsageError(parsed.error.issues[0]?.message ?? 'This cannot be used.');
}

/** The policy's sentence is meant for the person who chose the passphrase. */
function asSentence(error: unknown): never {
  throw error instanceof AppError ? new StartError(error.message, { cause: error }) : error;
}

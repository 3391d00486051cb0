import { readFile } from 'node:fs/promises';
import { StartError } from '@/core/start-error';
import { type OperatorEnv, operatorEnv } from '@/env';
import { type Described, describe } from '@/server/certificate/describe';
import { installing, removing } from '@/server/certificate/installed';
import { hostOf, plainPair, problemOfPair } from '@/server/certificate/problem';
import { fixedByEnvironment, type Served } from '@/server/certificate/served';
import { refuseDemo } from '@/server/db/console';
import { changeAsConsole } from '@/server/db/console-certificate';
import { settingsAsConsole } from '@/server/db/console-settings';
import { certificateInForce, usable } from './certificate-in-force';
import { roomsOf } from './data-directory';
import { flagsOf } from './flags';
import { makeLog } from './log';
import { withOwnedDatabase } from './owned-database';
import { UsageError } from './usage-error';

const usage = 'certificate [install --cert FILE --key FILE | remove]';

/**
 * `routeward certificate`: which one is shown to whoever connects. `install` and `remove` do what the page Settings does, and
 * work whether the product runs or not; one that runs takes it up by itself.
 */
export async function certificate([verb, ...rest]: readonly string[]): Promise<void> {
  const env = operatorEnv();
  if (verb === undefined) return show(env);
  if (verb !== 'install' && verb !== 'remove') throw new UsageError(`Usage: routeward ${usage}`);
  const { cert, key } = flagsOf(rest, verb === 'install' ? ['cert', 'key'] : [], usage);
  if (verb === 'install' && (cert === undefined || key === undefined))
    throw new UsageError(`Usage: routeward ${usage}`);
  if (env.tls !== null) throw new StartError(fixedByEnvironment);
  await (cert === undefined || key === undefined ? remove(env) : install(env, { cert, key }));
}

async function install(env: OperatorEnv, files: { cert: string; key: string }): Promise<void> {
  const given = { certificate: await fileOf('--cert', files.cert), key: await fileOf('--key', files.key) };
  await withOwnedDatabase(env, quiet(env), async (ownerUrl, data) => {
    await refuseDemo(ownerUrl);
    const stored = env.publicUrl ?? (await settingsAsConsole(ownerUrl)).settings['public-address'];
    const host = stored === null ? null : hostOf(stored);
    const problem = await problemOfPair(given, { host, now: new Date() });
    if (problem !== null) throw new StartError(problem);
    await changeAsConsole(ownerUrl, 'certificate.installed', () => installing(data.keys, plainPair(given)));
  });
  console.log(linesOf('It is installed', describe(plainPair(given).certificate)));
  console.log(
    'Routeward shows it within seconds where it runs. Where ROUTEWARD_TLS_CERT is set for it, it goes on with that one.',
  );
}

async function remove(env: OperatorEnv): Promise<void> {
  await withOwnedDatabase(env, quiet(env), (ownerUrl, data) =>
    changeAsConsole(ownerUrl, 'certificate.removed', async () => {
      const change = await removing(data.keys);
      if (change === null) throw new StartError('No certificate is installed.');
      return change;
    }),
  );
  console.log(
    'Routeward shows the self-signed certificate within seconds. A browser that saw a given one refuses it: it was told to insist.',
  );
}

const origins: Readonly<Record<Served['source'], string>> = {
  environment: 'From the files of ROUTEWARD_TLS_CERT and ROUTEWARD_TLS_KEY',
  installed: 'Installed',
  selfSigned: 'Self-signed',
};

async function show({ tls, dataDirectory }: OperatorEnv): Promise<void> {
  const found = await certificateInForce(tls, roomsOf(dataDirectory).keys);
  console.log(
    found === null
      ? 'There is none yet: the first start makes a self-signed one.'
      : linesOf(origins[found.source], describe(usable(found).certificate)),
  );
}

const linesOf = (source: string, { names, issuer, validFrom, validTo, fingerprint }: Described): string =>
  [
    `${source}:`,
    `  names    ${names.join(', ')}`,
    `  issuer   ${issuer}`,
    `  valid    from ${validFrom} to ${validTo}`,
    `  SHA-256  ${fingerprint}`,
  ].join('\n');

const quiet = ({ logLevel }: OperatorEnv) => makeLog('certificate', logLevel === 'info' ? 'warn' : logLevel);

async function fileOf(flag: string, path: string): Promise<string> {
  try {
    return await readFile(path, 'utf8');
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : 'unknown';
    throw new StartError(`${flag} names ${path}, which cannot be read (${code}).`, { cause: error });
  }
}

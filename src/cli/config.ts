import { text } from 'node:stream/consumers';
import { z } from 'zod';
import { type SettingName, settingNames, settings, typedValue, writtenValue } from '@/core/configuration/settings';
import { StartError } from '@/core/start-error';
import { operatorEnv } from '@/env';
import type { Configuration } from '@/server/db/configuration';
import { configureAsConsole, settingsAsConsole } from '@/server/db/console-settings';
import { systemKeysOfConsole } from '@/server/db/system-keys';
import { loadWrapping } from '@/server/vault/master-key';
import { SystemVault, settingPlace } from '@/server/vault/system-key';
import { makeLog } from './log';
import { withOwnedDatabase } from './owned-database';
import { UsageError } from './usage-error';

const usage =
  'Usage: routeward config [get NAME | set NAME VALUE | unset NAME]; of a secret the VALUE comes on standard input';

/**
 * `routeward config`: what a Super Admin configures on its page, for whoever has a shell here. Without more it lists all
 * settings. Mail is not tested here; the page does that.
 */
export async function config([verb, typedName, ...rest]: readonly string[]): Promise<void> {
  const env = operatorEnv();
  const log = makeLog('config', env.logLevel === 'info' ? 'warn' : env.logLevel);
  if (verb === undefined) {
    const found = await withOwnedDatabase(env, log, settingsAsConsole);
    console.log(settingNames.map((name) => lineOf(name, found)).join('\n'));
    return;
  }
  const name = nameOf(typedName);
  if (verb === 'get' && rest.length === 0) {
    const found = await withOwnedDatabase(env, log, settingsAsConsole);
    console.log(settings[name].isSecret === true ? secretWords(name, found) : writtenValue(found.settings[name]));
    return;
  }
  if (verb !== 'unset' && verb !== 'set') throw new UsageError(usage);
  const value = verb === 'unset' ? unset(name, rest) : await given(name, rest);
  const { isPasswordForgotten } = await withOwnedDatabase(env, log, async (ownerUrl, data) => {
    const wrapping = (number: number) => loadWrapping(data.keys, number);
    return configureAsConsole(ownerUrl, {
      name,
      value,
      seal: (transaction, of, plain) =>
        new SystemVault(systemKeysOfConsole(transaction), wrapping).seal(settingPlace(of), plain),
    });
  });
  console.log(`${name} is ${value === null ? 'back to how it comes' : 'set'}. It holds ${settings[name].holdsFrom}.`);
  if (isPasswordForgotten)
    console.log(
      'mail.password was for another server or account and is forgotten. Set it again if this one asks for it.',
    );
}

function nameOf(typed: string | undefined): SettingName {
  const name = settingNames.find((one) => one === typed);
  if (name !== undefined) return name;
  throw new UsageError(
    `${typed === undefined ? usage : `There is no setting ${typed}.`} There are: ${settingNames.join(', ')}.`,
  );
}

function unset(name: SettingName, rest: readonly string[]): null {
  if (rest.length > 0) throw new UsageError(usage);
  if (name === 'public-address') throw new StartError('Links need an address: set another one instead.');
  return null;
}

/** Throws UsageError for a secret on the command line, which the whole machine can read. */
async function given(name: SettingName, rest: readonly string[]) {
  const { isSecret, schema } = settings[name];
  if (isSecret === true && rest.length > 0)
    throw new UsageError(`${name} is a secret: give it on standard input, not on the command line.`);
  if (isSecret !== true && rest.length === 0) throw new UsageError(usage);
  const typed = isSecret === true ? (await text(process.stdin)).replace(/\r?\n$/, '') : rest.join(' ');
  const parsed = schema.safeParse(typedValue(name, typed));
  if (parsed.success) return parsed.data;
  throw new UsageError(
    `${name}: ${z.prettifyError(parsed.error).split('\n')[0]?.replace(/^✖ /, '') ?? 'cannot be used'}.`,
  );
}

const secretWords = (name: SettingName, { kept }: Configuration): string => (kept.has(name) ? '(set)' : '');

const width = Math.max(...settingNames.map((name) => name.length));
function lineOf(name: SettingName, found: Configuration): string {
  const value = settings[name].isSecret === true ? secretWords(name, found) : writtenValue(found.settings[name]);
  return `${name.padEnd(width)}  ${value || '(not set)'}${found.kept.has(name) || value === '' ? '' : '  (as it comes)'}`;
}

import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import { wherePasswordsGo } from '@/core/configuration/mail';
import {
  Changes,
  type SettingName,
  type Settings,
  type SettingValue,
  settingNames,
  settings,
} from '@/core/configuration/settings';
import { publicUrl } from '@/server/auth/public-url';
import {
  type Configuration,
  changesTold,
  holdConfiguration,
  type Kept,
  keepSetting,
  readConfiguration,
} from '@/server/db/configuration';
import { findPerson } from '@/server/db/people';
import { systemVault } from '@/server/vault/data-keys';
import { settingPlace } from '@/server/vault/system-key';
import { diskUse } from '../disk-use';
import { procedure, router } from '../procedure';
import { reach } from '../scopes';
import { tryMail } from '../try-mail';

const Item = z.object({
  name: z.enum(settingNames),
  /** What holds now; of a secret always null. */
  value: z.union([z.string(), z.number(), z.array(z.string())]).nullable(),
  /** Whether somebody set it; else it is as it comes. */
  isSet: z.boolean(),
  changedAt: z.string().nullable(),
});
const Items = z.object({ items: z.array(Item) });

const shown = ({ settings: values, kept }: Configuration) => ({
  items: settingNames.map((name) => {
    const value = values[name];
    const plain = typeof value === 'object' && value !== null ? [...value] : value;
    return { name, value: plain, isSet: kept.has(name), changedAt: kept.get(name) ?? null };
  }),
});

export const configurationRouter = router({
  get: procedure({
    permission: 'system.configure',
    scope: reach,
    audit: 'configuration.viewed',
    output: Items,
    rest: {
      method: 'GET',
      path: '/configuration',
      summary: 'How the system is configured; secrets only whether they are set',
    },
  }).query(async ({ ctx }) => shown(await readConfiguration(ctx.db))),

  set: procedure({
    permission: 'system.configure',
    scope: reach,
    audit: 'configuration.changed',
    input: {
      /** By their names; null: back to how it comes. Mail is tested first, and kept only if the server took the test. */
      changes: Changes,
    },
    output: Items,
    rest: { method: 'PATCH', path: '/configuration', summary: 'Changes settings, all that are named or none' },
  }).mutation(async ({ ctx, input: { changes } }) => {
    const names = Object.keys(changes) as SettingName[]; // safe: `Changes` takes no other key.
    if (names.some((name) => settings[name].section === 'mail')) {
      const { email } = await findPerson(ctx.db, ctx.me.personId);
      const next = changed((await readConfiguration(ctx.db)).settings, changes);
      await tryMail(ctx.db, next, { changes, trial: { id: randomUUID(), to: email, publicUrl: publicUrl() } });
    }
    await holdConfiguration(ctx.db);
    const before = await readConfiguration(ctx.db);
    for (const name of names) await keepSetting(ctx.db, name, await keptAs(ctx.db, name, changes[name] ?? null));
    // A password that was not given anew is another server's or another account's.
    if (names.some((name) => wherePasswordsGo.has(name)) && !names.includes('mail.password'))
      await keepSetting(ctx.db, 'mail.password', null);
    ctx.tell(changesTold(before, changes));
    return shown(await readConfiguration(ctx.db));
  }),

  disk: procedure({
    permission: 'system.configure',
    scope: reach,
    audit: 'configuration.diskViewed',
    output: z.object({
      /** The whole database, in bytes. */
      database: z.number(),
      families: z.array(
        z.object({ family: z.enum(['audit', 'results', 'sessions', 'devices', 'other']), bytes: z.number() }),
      ),
      /** Of the file system that the data directory is on; null: it could not be asked. */
      disk: z.object({ free: z.number(), total: z.number() }).nullable(),
    }),
    rest: { method: 'GET', path: '/configuration/disk', summary: 'What the data takes on the disk, in bytes' },
  }).query(({ ctx }) => diskUse(ctx.db)),
});

function changed(now: Settings, changes: Changes): Settings {
  const next = Object.entries(changes).map(([name, value]) => {
    const { usual } = settings[name as SettingName]; // safe: `Changes` takes no other key.
    return [name, value ?? usual];
  });
  return { ...now, ...Object.fromEntries(next) };
}

async function keptAs(
  db: Parameters<typeof systemVault>[0],
  name: SettingName,
  value: SettingValue | null,
): Promise<Kept | null> {
  if (value === null) return null;
  if (settings[name].isSecret !== true) return { value, sealed: null };
  return { value: null, sealed: await systemVault(db).seal(settingPlace(name), String(value)) };
}

import { problemOfMail, wherePasswordsGo } from '@/core/configuration/mail';
import { type SettingName, type SettingValue, settings } from '@/core/configuration/settings';
import { StartError } from '@/core/start-error';
import { type Configuration, changesTold, configurationOf, type Kept, type Row } from './configuration';
import { asConsole, recordAsConsole, type Statements } from './console';

const read = async (transaction: Statements): Promise<Configuration> =>
  configurationOf(await transaction<Row[]>`select name, value, changed_at as "changedAt" from app.kept_settings()`);

/** What is configured, for whoever has a shell on this machine. */
export function settingsAsConsole(ownerUrl: string): Promise<Configuration> {
  return asConsole(ownerUrl, (sql) => sql.begin(read));
}

interface Change {
  readonly name: SettingName;
  /** As its schema read it; null: back to how it comes. */
  readonly value: SettingValue | null;
  /** Seals a secret, in the same transaction. */
  readonly seal: (transaction: Statements, name: SettingName, plain: string) => Promise<Uint8Array>;
}

/**
 * Keeps one setting, with its audit entry. The processes that run hear of it. Returns whether the mail password went with it:
 * it was for another server or another account. Throws StartError for what would let mail leave this machine in the clear.
 */
export function configureAsConsole(
  ownerUrl: string,
  { name, value, seal }: Change,
): Promise<{ readonly isPasswordForgotten: boolean }> {
  return asConsole(ownerUrl, (sql) =>
    sql.begin(async (transaction) => {
      await transaction`select pg_advisory_xact_lock(hashtext('auth.configure'))`;
      const before = await read(transaction);
      refuseOpenMail(before, name, value);
      const kept = await keptAs(transaction, { name, value, seal });
      const json = kept === null || kept.value === null ? null : transaction.json(writable(kept.value));
      await transaction`select app.keep_setting(${name}, ${json}, ${kept?.sealed ?? null}::bytea)`;
      const isElsewhere = wherePasswordsGo.has(name) && before.settings[name] !== (value ?? settings[name].usual);
      const isPasswordForgotten = isElsewhere && before.kept.has('mail.password');
      if (isPasswordForgotten) await transaction`select app.keep_setting('mail.password', null, null)`;
      const changes = { [name]: value, ...(isPasswordForgotten ? { 'mail.password': null } : {}) };
      const detail = changesTold(before, changes);
      await recordAsConsole(transaction, { event: 'configuration.changed', target: null, detail });
      return { isPasswordForgotten };
    }),
  );
}

/**
 * Keeps what the environment says of a setting, which wins at each start; with its audit entry where that changes anything.
 */
export async function settleSetting(
  ownerUrl: string,
  name: Exclude<SettingName, 'mail.password'>,
  value: SettingValue,
): Promise<void> {
  const { settings: now } = await settingsAsConsole(ownerUrl);
  if (JSON.stringify(now[name]) === JSON.stringify(value)) return;
  const seal = () => Promise.reject(new Error(`${name} is no secret`));
  await configureAsConsole(ownerUrl, { name, value, seal });
}

/** Asked without regard to who mail is from: what is set last may not be what lets it leave in the clear. */
function refuseOpenMail({ settings: now }: Configuration, name: SettingName, value: SettingValue | null): void {
  if (name !== 'mail.host' && name !== 'mail.security') return;
  const next = { ...now, [name]: value ?? settings[name].usual };
  const host = next['mail.host'];
  const problem = host === null ? null : problemOfMail({ host, security: next['mail.security'] });
  if (problem !== null) throw new StartError(problem);
}

const writable = (value: SettingValue) => (typeof value === 'object' ? [...value] : value);

async function keptAs(transaction: Statements, { name, value, seal }: Change): Promise<Kept | null> {
  if (value === null) return null;
  if (settings[name].isSecret !== true) return { value, sealed: null };
  return { value: null, sealed: await seal(transaction, name, String(value)) };
}

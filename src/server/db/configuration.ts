import { sql } from 'drizzle-orm';
import {
  proxiesFrom,
  rangesFrom,
  type SettingName,
  type Settings,
  type SettingValue,
  settings,
  settingsFrom,
} from '@/core/configuration/settings';
import { isoOrNull } from './clock';
import type { Transaction } from './connection';
import { asJob } from './open';
import { underRules } from './rule';

type Db = Transaction['db'];
/** A setting as the database gives it. */
export type Row = Record<string, unknown> & { name: string; value: unknown; changedAt: string | null };

/** What is configured. */
export interface Configuration {
  readonly settings: Settings;
  /** Those that are not as they come, secrets too, and since when (ISO 8601, UTC; null: nobody noted it). */
  readonly kept: ReadonlyMap<string, string | null>;
}

export const configurationOf = (rows: readonly Row[]): Configuration => ({
  settings: settingsFrom(new Map(rows.map(({ name, value }) => [name, value]))),
  kept: new Map(rows.map(({ name, changedAt }) => [name, isoOrNull(changedAt)])),
});

/** For a Super Admin. */
export async function readConfiguration(db: Db): Promise<Configuration> {
  return underRules({}, async () =>
    configurationOf(await db.execute<Row>(sql`select name, value, changed_at as "changedAt" from auth.settings()`)),
  );
}

/** For the runner: the ranges that devices may be in, as they are now; null: kept by something this version cannot read. */
export const currentRanges = async (): Promise<readonly string[] | null> =>
  rangesFrom(await keptValue('devices.ranges'));

/** For web: the proxies that are believed now. */
export const currentProxies = async (): Promise<readonly string[]> => proxiesFrom(await keptValue('proxies.trusted'));

/** Of a setting that is no secret, as it was kept; undefined: it is as it comes. */
function keptValue(name: SettingName): Promise<unknown> {
  return asJob('settings', async ({ db }) => {
    const rows = await db.execute<Row>(sql`select name, value from app.kept_settings() where name = ${name}`);
    return rows[0]?.value;
  });
}

/** The same in the runner's transaction. */
export async function keptSettings(db: Db): Promise<Configuration> {
  return configurationOf(
    await db.execute<Row>(sql`select name, value, changed_at as "changedAt" from app.kept_settings()`),
  );
}

/** From here on nobody else configures until the transaction ends: what is read now is what was before. */
export async function holdConfiguration(db: Db): Promise<void> {
  await underRules({}, () => db.execute(sql`select auth.hold_configuration()`));
}

/** Keeps one setting; a secret as it was sealed. Null: back to how it comes. */
export async function keepSetting(db: Db, name: SettingName, kept: Kept | null): Promise<void> {
  const [value, sealed] = kept === null ? [null, null] : [kept.value, kept.sealed];
  const json = value === null ? null : JSON.stringify(value);
  await underRules({}, () => db.execute(sql`select auth.configure(${name}, ${json}::jsonb, ${sealed}::bytea)`));
}

export type Kept =
  | { readonly value: SettingValue; readonly sealed: null }
  | { readonly value: null; readonly sealed: Uint8Array };

/** What an audit entry says of changes: each value before and after; of what it may not hold only whether there is one. */
export function changesTold(
  before: Configuration,
  changes: { readonly [Name in SettingName]?: SettingValue | null | undefined },
) {
  const names = Object.keys(changes) as SettingName[]; // safe: its type has no other key.
  const of = (tell: (name: SettingName, isUntold: boolean) => Detail) =>
    Object.fromEntries(
      names.map((name) => [name, tell(name, 'isSecret' in settings[name] || 'isPersonal' in settings[name])]),
    );
  const was = (name: SettingName, isUntold: boolean): Detail =>
    isUntold ? (before.kept.has(name) ? 'set' : null) : before.settings[name];
  const is = (name: SettingName, isUntold: boolean): Detail => {
    const value = changes[name] ?? null;
    if (isUntold) return value === null ? null : before.kept.has(name) ? 'changed' : 'set';
    return value ?? settings[name].usual;
  };
  return { before: of(was), after: of(is) };
}

type Detail = SettingValue | null;

/** The ranges that devices may be in; none: wherever the fixed rules let them. */
export async function deviceRanges(db: Db): Promise<string[]> {
  const [row] = await db.execute<{ ranges: string[] }>(sql`select app.device_ranges() as ranges`);
  return row?.ranges ?? [];
}

/** A secret as it is kept sealed; null: there is none. For the job `post`. */
export async function sealedSetting(db: Db, name: SettingName): Promise<Uint8Array | null> {
  const [row] = await db.execute<{ sealed: Uint8Array | null }>(sql`select app.sealed_setting(${name}) as sealed`);
  return row?.sealed ?? null;
}

/** Whom somebody writes to who found a hole, and when that was said; null: nobody said. */
export async function securityContact(db: Db): Promise<{ readonly contact: string; readonly since: string } | null> {
  const [row] = await db.execute<{ contact: string; since: string }>(
    sql`select contact, since from app.security_contact()`,
  );
  return row === undefined ? null : { contact: row.contact, since: new Date(row.since).toISOString() };
}

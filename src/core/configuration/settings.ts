import { z } from 'zod';
import { EmailAddress } from '../person-names';
import { PublicUrl } from '../public-url';
import { Line } from '../text';
import { Contact } from './contact';
import { MailHost, mailSecurities } from './mail';
import { AddressOrRange, Range } from './ranges';
import type { Section } from './sections';
import { Witness } from './witness';

/** Of any setting. */
export type SettingValue = string | number | readonly string[];

interface Setting {
  readonly section: Section;
  readonly title: string;
  readonly schema: z.ZodType<SettingValue>;
  /** What holds as long as nobody said anything else. */
  readonly usual: SettingValue | null;
  /** From when a change holds: `It holds …`. */
  readonly holdsFrom: string;
  readonly isSecret?: true;
  /** It may be somebody's address, so the audit log holds only that it was changed: nothing can be erased there. */
  readonly isPersonal?: true;
}

const Hours = (most: number) => z.int(`a whole number of hours from 1 to ${most}`).min(1).max(most);
const Days = (least: number, most: number) =>
  z.int(`a whole number of days from ${least} to ${most}`).min(least).max(most);

const HttpsOrigin = PublicUrl.refine(
  (url) => url.startsWith('https:'),
  'must begin with https: nothing else is spoken',
);

/** Addresses and ranges; `ROUTEWARD_TRUSTED_PROXIES` is read by it too. */
export const TrustedProxies = z.array(AddressOrRange).max(50, 'at most 50 addresses and ranges');

const table = {
  'public-address': {
    section: 'address',
    title: 'Public address',
    schema: HttpsOrigin,
    usual: null,
    holdsFrom: 'at once; tokens made out for the old address are renewed by their browsers',
  },
  'proxies.trusted': {
    section: 'proxies',
    title: 'Addresses of proxies',
    schema: TrustedProxies,
    usual: [],
    holdsFrom: 'from the next request',
  },
  'mail.host': { section: 'mail', title: 'Server', schema: MailHost, usual: null, holdsFrom: 'at once' },
  'mail.port': {
    section: 'mail',
    title: 'Port',
    schema: z.int().min(1).max(65_535),
    usual: null,
    holdsFrom: 'at once',
  },
  'mail.security': {
    section: 'mail',
    title: 'Encryption',
    schema: z.enum(mailSecurities),
    usual: 'tls',
    holdsFrom: 'at once',
  },
  'mail.user': {
    section: 'mail',
    title: 'Account',
    schema: Line.trim().min(1).max(254),
    usual: null,
    holdsFrom: 'at once',
    isPersonal: true,
  },
  'mail.password': {
    section: 'mail',
    title: 'Password',
    schema: z.string().min(1).max(1_000),
    usual: null,
    holdsFrom: 'at once',
    isSecret: true,
  },
  'mail.from': {
    section: 'mail',
    title: 'Sent from',
    schema: EmailAddress,
    usual: null,
    holdsFrom: 'at once',
    isPersonal: true,
  },
  'sign-in.idle-hours-admins': {
    section: 'signIn',
    title: 'Super Admins and Admins, unused, in hours',
    schema: Hours(12),
    usual: 12,
    holdsFrom: 'from the next sign-in',
  },
  'sign-in.idle-hours-others': {
    section: 'signIn',
    title: 'Operators and Viewers, unused, in hours',
    schema: Hours(168),
    usual: 168,
    holdsFrom: 'from the next sign-in',
  },
  'sign-in.days': {
    section: 'signIn',
    title: 'Everybody, in use, in days',
    schema: Days(1, 30),
    usual: 30,
    holdsFrom: 'from the next sign-in',
  },
  'results.days': {
    section: 'results',
    title: 'Results of runs and snapshots, in days',
    schema: Days(7, 3_650),
    usual: 90,
    holdsFrom: 'within the hour',
  },
  'devices.ranges': {
    section: 'devices',
    title: 'Allowed ranges',
    schema: z.array(Range).max(200),
    usual: [],
    holdsFrom: 'from the next connection, and where a device is enrolled',
  },
  'alarms.witnesses': {
    section: 'alarms',
    title: 'Witnesses of the own link',
    schema: z.array(Witness).max(5),
    usual: [],
    holdsFrom: 'from the next alarm',
  },
  'security.contact': {
    section: 'security',
    title: 'Contact',
    schema: Contact,
    usual: null,
    holdsFrom: 'at once',
    isPersonal: true,
  },
} as const satisfies Record<string, Setting>;

export type SettingName = keyof typeof table;
export const settings: Readonly<Record<SettingName, Setting>> = table;

// safe: `table` is a literal; its keys are exactly the names.
export const settingNames = Object.keys(table) as [SettingName, ...SettingName[]];

type Value<Name extends SettingName> = z.output<(typeof table)[Name]['schema']>;
/** What holds now, setting by setting: what was kept, or what is usual. Secrets are null here. */
export type Settings = {
  readonly [Name in SettingName]: (typeof table)[Name]['usual'] extends null ? Value<Name> | null : Value<Name>;
};

/** What is to be changed: only what is named, and null for back to how it comes. */
export const Changes = z
  .strictObject(
    // safe: one field per setting, from the table itself.
    Object.fromEntries(settingNames.map((name) => [name, table[name].schema.nullable().optional()])) as {
      [Name in SettingName]: z.ZodOptional<z.ZodNullable<(typeof table)[Name]['schema']>>;
    },
  )
  .refine((changes) => Object.keys(changes).length > 0, 'Say what is to be changed.');
export type Changes = z.output<typeof Changes>;

/** The ranges that were kept; null: something that this version cannot read, which allows nobody. */
export function rangesFrom(kept: unknown): readonly string[] | null {
  const { schema, usual } = table['devices.ranges'];
  if (kept === undefined || kept === null) return usual;
  const parsed = schema.safeParse(kept);
  return parsed.success ? parsed.data : null;
}

/** The proxies that were kept: none where this version cannot read them, so that nobody is believed. */
export function proxiesFrom(kept: unknown): readonly string[] {
  const parsed = TrustedProxies.safeParse(kept);
  return parsed.success ? parsed.data : table['proxies.trusted'].usual;
}

/** What was kept, read: a value that this version does not take counts as never said. */
export function settingsFrom(kept: ReadonlyMap<string, unknown>): Settings {
  const read = settingNames.map((name) => {
    const { schema, usual, isSecret } = settings[name];
    const parsed = isSecret === true ? null : schema.safeParse(kept.get(name));
    return [name, parsed?.success === true ? parsed.data : usual];
  });
  // safe: each value was parsed by its own schema, or is its usual one.
  return Object.fromEntries(read) as Settings;
}

/** A value as it is typed on a command line. Numbers are digits; of a list the parts are separated by commas or spaces. */
export function typedValue(name: SettingName, text: string): unknown {
  const { schema } = settings[name];
  if (schema instanceof z.ZodArray) return text.split(/[\s,]+/).filter((part) => part !== '');
  return schema instanceof z.ZodNumber && /^\d{1,9}$/.test(text) ? Number(text) : text;
}

/** A value as it is printed. */
export const writtenValue = (value: unknown): string =>
  Array.isArray(value) ? value.join(', ') : value === null || value === undefined ? '' : String(value);

import { z } from 'zod';
import { isAddress, isWithin } from '../configuration/ranges';
import { SiteName } from '../site-names';
import { columns } from './columns';
import { DeviceAddress, DeviceName, DevicePort, Fingerprint, Tags } from './devices';
import { CredentialsName } from './logins';
import { usualPort } from './ways';

/** A line of the file as it was read: cells by the names in its first line. */
export interface Line {
  /** Counted from 1, the heading included, as an editor does. */
  readonly number: number;
  readonly cells: Readonly<Record<string, string>>;
  /** Cells that stand under no name. */
  readonly beyond: readonly string[];
}

export interface ImportedDevice {
  readonly name: string;
  readonly address: string;
  readonly port: number;
  readonly site: string | null;
  readonly tags: readonly string[];
  /** Null: the certificate waits to be confirmed. */
  readonly pin: string | null;
  /** The name of the set that it is spoken to with; null: the one that is chosen for the whole file. */
  readonly credentials: string | null;
}

/** What a customer has already. */
export interface There {
  /** Names of devices, archived ones included. */
  readonly names: ReadonlySet<string>;
  readonly credentials: ReadonlySet<string>;
  /** Where devices may be; none: anywhere. */
  readonly ranges: readonly string[];
}

export type Judged = { readonly number: number } & (
  | { readonly device: ImportedDevice; readonly problem: null }
  | { readonly device: null; readonly problem: string }
);

const Cells = z.object({
  name: DeviceName,
  address: DeviceAddress,
  port: z
    .string()
    .trim()
    .refine((text) => /^\d+$/.test(text) && DevicePort.safeParse(text).success, 'a number from 1 to 65535')
    .transform(Number)
    .default(usualPort.tls),
  site: SiteName.nullable().default(null),
  tags: Tags.default([]),
  fingerprint: Fingerprint.nullable().default(null),
  credentials: CredentialsName.nullable().default(null),
});

/** What is wrong with the first line of a file, or null. */
export function problemOfHeading(heading: readonly string[]): string | null {
  const known: readonly string[] = columns;
  const strange = heading.find((name) => !known.includes(name));
  if (strange !== undefined) {
    // What is no name at all is not repeated: a refusal is shown, and kept.
    const named = DeviceName.safeParse(strange).success ? `The column "${strange}"` : 'A column of the first line';
    return `${named} is not known. There are: ${columns.join(', ')}.`;
  }
  const missing = (['name', 'address'] as const).find((name) => !heading.includes(name));
  if (missing !== undefined) return `The column "${missing}" is missing. Name the columns in the first line.`;
  return new Set(heading).size === heading.length ? null : 'A column is named twice.';
}

/** A name is judged when it is looked up. */
const outside = (address: string, ranges: readonly string[]): string | null =>
  isAddress(address) && !isWithin(address, ranges) ? `${address} is in none of the allowed ranges` : null;

/** Judges each line by itself, against the ones before it, and against what the customer has. */
export function judge(lines: readonly Line[], there: There): Judged[] {
  const seen = { names: new Map<string, number>(), places: new Map<string, number>() };
  return lines.map(({ number, cells, beyond }) => {
    if (beyond.some((cell) => cell.trim() !== ''))
      return { number, device: null, problem: 'has more cells than the first line has columns' };
    const read = Cells.safeParse(given(cells));
    if (!read.success) return { number, device: null, problem: sentence(read.error) };
    const { fingerprint: pin, ...rest } = read.data;
    const place = `${rest.address.toLowerCase()} port ${rest.port}`;
    const problem =
      outside(rest.address, there.ranges) ??
      (there.names.has(rest.name) ? `there is a device named "${rest.name}" already` : null) ??
      unknown(there.credentials, rest.credentials) ??
      repeated(seen.names, rest.name, number) ??
      repeated(seen.places, place, number);
    return problem === null ? { number, device: { ...rest, pin }, problem } : { number, device: null, problem };
  });
}

const unknown = (known: ReadonlySet<string>, credentials: string | null): string | null =>
  credentials === null || known.has(credentials) ? null : `there are no credentials named "${credentials}"`;

function repeated(seen: Map<string, number>, value: string, number: number): string | null {
  const before = seen.get(value);
  seen.set(value, before ?? number);
  return before === undefined ? null : `"${value}" stands in line ${before} already`;
}

/** Empty cells are left out; tags are several, separated by spaces or semicolons. */
function given(cells: Readonly<Record<string, string>>): Record<string, unknown> {
  const filled = Object.entries(cells).filter(([, value]) => value.trim() !== '');
  return Object.fromEntries(filled.map(([name, value]) => [name, name === 'tags' ? tagsIn(value) : value]));
}

const tagsIn = (cell: string): string[] => cell.split(/[\s;]+/).filter((tag) => tag !== '');

function sentence({ issues: [issue] }: z.ZodError): string {
  const column = String(issue?.path[0] ?? 'line');
  return issue?.code === 'invalid_type' ? `${column} is missing` : `${column}: ${issue?.message ?? 'not understood'}`;
}

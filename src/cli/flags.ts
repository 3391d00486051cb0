import { parseArgs } from 'node:util';
import { z } from 'zod';
import { PersonName } from '@/core/person-names';
import { PublicUrl } from '@/core/public-url';
import { UsageError } from './usage-error';

/** The values of a command's flags. Throws UsageError with `usage` for whatever else stands on the command line. */
export function flagsOf<Flag extends string>(
  args: readonly string[],
  flags: readonly Flag[],
  usage: string,
): Partial<Record<Flag, string>> {
  const options = Object.fromEntries(flags.map((flag) => [flag, { type: 'string' as const }]));
  try {
    // safe: nothing but these flags is taken, and each of them is a string.
    return parseArgs({ args: [...args], options }).values as Partial<Record<Flag, string>>;
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new UsageError(`${reason} Usage: routeward ${usage}`, { cause: error });
  }
}

/** What was typed, as the schema takes it. Throws UsageError with the schema's sentence. */
export function checked(schema: z.ZodType<string>, value: string): string {
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  throw new UsageError(parsed.error.issues[0]?.message ?? 'This cannot be used.');
}

export const Name = z
  .string()
  .trim()
  .min(1, 'A name is needed.')
  .max(200, 'A name has at most 200 characters.')
  .refine((name) => PersonName.safeParse(name).success, 'A name has no control or invisible characters.');

export const Email = z
  .email('This is not an e-mail address.')
  .max(254, 'An e-mail address has at most 254 characters.');

/** `--url`, judged as ROUTEWARD_URL is. */
export function publicUrl(typed: string): string {
  const parsed = PublicUrl.safeParse(typed);
  if (!parsed.success) throw new UsageError(`--url ${parsed.error.issues[0]?.message ?? 'cannot be used'}.`);
  if (parsed.data.startsWith('http:')) {
    throw new UsageError(
      '--url begins with http:, and Routeward is spoken to over TLS alone. Give the https: address that people open.',
    );
  }
  return parsed.data;
}

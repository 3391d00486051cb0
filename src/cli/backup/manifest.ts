import { z } from 'zod';

const Name = z.string().min(1).max(63);
const Count = z.int().min(0);

/** The first file in a backup: what else is in it. */
export const Manifest = z.strictObject({
  format: z.literal(1),
  /** Version of Routeward that made it. */
  version: z.string(),
  madeAt: z.iso.datetime(),
  masterKeyFingerprint: z.string().regex(/^[0-9a-f]{64}$/),
  /** File names below keys/. */
  keys: z.array(z.string().regex(/^[\w-][\w.-]{0,100}$/)),
  database: z.strictObject({
    postgresVersion: z.int(),
    migrations: z.array(z.strictObject({ hash: z.string(), madeAt: z.int() })).min(1),
    tables: z.array(
      z.strictObject({
        schema: Name,
        name: Name,
        columns: z.array(z.strictObject({ name: Name, type: z.string() })),
        rows: Count,
      }),
    ),
    sequences: z.array(
      z.strictObject({
        schema: Name,
        name: Name,
        last: z
          .string()
          .regex(/^-?\d+$/)
          .nullable(),
      }),
    ),
    auditMonths: z.strictObject({ first: z.iso.date(), last: z.iso.date() }).nullable(),
  }),
  audit: z.strictObject({
    entries: Count,
    last: z.strictObject({ at: z.string(), id: z.uuid() }).nullable(),
    leaves: z.string().regex(/^[0-9a-f]{64}$/),
  }),
});
export type Manifest = z.infer<typeof Manifest>;

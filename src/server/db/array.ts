import { type SQL, sql } from 'drizzle-orm';

/** Drizzle would spread an array into a list of parameters. */
export const textArray = (texts: readonly string[]): SQL => sql`array[${list(texts)}]::text[]`;
export const uuidArray = (ids: readonly string[]): SQL => sql`array[${list(ids)}]::uuid[]`;

const list = (values: readonly string[]): SQL =>
  sql.join(
    values.map((value) => sql`${value}`),
    sql`, `,
  );

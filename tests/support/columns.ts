import { readFileSync } from 'node:fs';
import type { Sql } from '@/server/db/connection';

/** How a column's values are kept; docs/columns.md says what each word means. */
export type Kind = 'sealed' | 'hashed' | 'plain';

/** A line of docs/columns.md. What it says is judged by tests/server/db/columns.test.ts. */
export interface Line {
  /** `app.person.name` */
  readonly column: string;
  readonly type: string;
  readonly kind: string;
  readonly why: string;
}

const document = new URL('../../docs/columns.md', import.meta.url);

/** Every line of the list, in its order. */
export const listedColumns = (): Line[] => linesOf(readFileSync(document, 'utf8'));

export function linesOf(text: string): Line[] {
  return text
    .split(/^## /m)
    .slice(1)
    .flatMap((section) => {
      const table = section.slice(0, section.indexOf('\n')).trim();
      return [...section.matchAll(/^\| `([^`]+)` \| ([^|]*) \| ([^|]*) \| (.*) \|$/gm)].map(
        ([, column = '', type = '', kind = '', why = '']) => ({ column: `${table}.${column}`, type, kind, why }),
      );
    });
}

/**
 * Every column there is outside of PostgreSQL's own schemas: of tables, views and foreign tables. A partition is its table
 * again.
 */
export async function columnsOf(owner: Pick<Sql, 'unsafe'>): Promise<Pick<Line, 'column' | 'type'>[]> {
  const rows = await owner.unsafe<{ column: string; type: string }[]>(`
    select format('%s.%s.%s', n.nspname, c.relname, a.attname) as column, format_type(a.atttypid, a.atttypmod) as type
    from pg_class c join pg_namespace n on n.oid = c.relnamespace join pg_attribute a on a.attrelid = c.oid
    where n.nspname not in ('pg_catalog', 'information_schema') and n.nspname !~ '^pg_(toast|temp)'
      and c.relkind in ('r', 'p', 'v', 'm', 'f') and not c.relispartition and a.attnum > 0 and not a.attisdropped
    order by n.nspname, c.relname, a.attnum`);
  return [...rows];
}

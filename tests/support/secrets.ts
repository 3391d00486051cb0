import type { Sql } from '@/server/db/connection';

/**
 * Where in the database any of these texts stands, as it is or as its bytes, whole rows read as text: what a thief of a dump
 * would find.
 */
export async function placesOf(owner: Sql, ...texts: string[]): Promise<string[]> {
  const tables = await owner`select c.oid::regclass::text as name from pg_class c
    where c.relnamespace = any (array(select oid from pg_namespace where nspname in ('app', 'audit', 'auth', 'drizzle')))
      and c.relkind = 'r' order by 1`;
  const wanted = texts.flatMap((text) => [text, Buffer.from(text, 'utf8').toString('hex')]);
  const found: string[] = [];
  for (const { name } of tables) {
    const [row] = await owner.unsafe(
      `select count(*)::int as count from ${name} t where exists (select from unnest($1::text[]) w where strpos(lower(t::text), lower(w)) > 0)`,
      [wanted],
    );
    if (row?.count > 0) found.push(String(name));
  }
  return found;
}

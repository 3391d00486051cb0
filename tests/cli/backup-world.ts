import { Client } from '@/cli/tour/client';
import { until } from '@/cli/until';
import type { Sql } from '@/server/db/connection';
import { type Answering, type RunOptions, runCommand } from './product';

export const passphrase = 'fifteen purple masts in the fog';

/** Runs `backup` or `restore` to its end. */
export async function saved(command: 'backup' | 'restore', file: string, options: RunOptions) {
  const flag = command === 'backup' ? '--out' : '--from';
  const running = runCommand([command, flag, file], { input: `${passphrase}\n`, ...options });
  return { code: await running.ended, output: running.output(), errors: running.errors() };
}

export const marcoAt = (running: Pick<Answering, 'url'>): Promise<Client> =>
  Client.signIn({ url: running.url, signal: new AbortController().signal }, 'operator');

/** Marco pings a device in a session of his, so that there are steps, sealed rows, and a trace of each. */
export async function diagnose(running: Answering): Promise<{ run: string; rows: unknown[] }> {
  const marco = await marcoAt(running);
  const [device] = JSON.parse((await marco.get('/devices?customer=acme-corp&limit=1')).text).items;
  const opened = await marco.post('/sessions', { devices: [device.id], symptom: 'Video calls break up.' });
  const runs = [{ device: device.id, action: 'tool.ping', params: { address: '1.1.1.1', count: 3 } }];
  const asked = await marco.post(`/sessions/${JSON.parse(opened.text).id}/runs`, { runs });
  const [{ id }] = JSON.parse(asked.text).runs;
  const isDone = async () => JSON.parse((await marco.get(`/runs/${id}`)).text).state === 'done';
  if (!(await until(isDone, 60_000))) throw new Error('the ping did not end');
  return { run: id, rows: await marco.rows(id) };
}

/** Each table's rows as one hash, without the number of the transaction that wrote them, which no other server knows. */
export async function contents(sql: Sql): Promise<Map<string, string>> {
  const tables = await sql<{ name: string }[]>`
    select quote_ident(n.nspname) || '.' || quote_ident(c.relname) as name
    from pg_class c join pg_namespace n on n.oid = c.relnamespace
    where n.nspname in ('app', 'audit') and c.relkind in ('r', 'p') and not c.relispartition order by 1`;
  const found = new Map<string, string>();
  for (const { name } of tables) {
    const [row] = await sql.unsafe<{ is: string }[]>(
      `select count(*) || ' ' || md5(coalesce(string_agg(line, '|' order by line), '')) as is
       from (select (to_jsonb(t) - 'xid')::text as line from ${name} t) as lines`,
    );
    found.set(name, row?.is ?? '');
  }
  return found;
}

/** What stands beside the rows: keys between tables, triggers, row security, policies. */
export async function rules(sql: Sql): Promise<string[]> {
  const rows = await sql<{ is: string }[]>`
    select conrelid::regclass || ' ' || conname || ' ' || pg_get_constraintdef(oid) as is from pg_constraint
      where contype <> 'n' and connamespace in ('app'::regnamespace, 'audit'::regnamespace) and conrelid::regclass::text !~ '_\d{4}_\d{2}$'
    union all select tgrelid::regclass || ' ' || tgname || ' ' || tgenabled::text from pg_trigger
      where not tgisinternal and tgrelid::regclass::text !~ '_\d{4}_\d{2}$'
    union all select oid::regclass || ' ' || relrowsecurity || ' ' || relforcerowsecurity from pg_class
      where relnamespace in ('app'::regnamespace, 'audit'::regnamespace) and relkind in ('r', 'p') and not relispartition
    union all select polrelid::regclass || ' ' || polname || ' ' || coalesce(pg_get_expr(polqual, polrelid), '') from pg_policy
    order by 1`;
  return rows.map(({ is }) => is);
}

import { asConsole } from './console';

/** Totals over all customers, for whoever watches the machine. */
export interface Measures {
  readonly devices: Readonly<Record<'up' | 'down' | 'noData', number>>;
  readonly runs: readonly { readonly state: string; readonly count: number }[];
  /** Since the server's statistics began. */
  readonly auditEntries: number;
  readonly connections: number;
  readonly bytes: number;
  readonly postgresVersion: string;
}

/** Reads all of it, at some cost where there are many runs: ask once a minute, not more. */
export function measure(ownerUrl: string): Promise<Measures> {
  return asConsole(ownerUrl, async (sql) => {
    const [devices] = await sql<{ up: number; down: number; noData: number }[]>`
      select count(*) filter (where s.is_up)::int as up, count(*) filter (where not s.is_up)::int as down,
        count(*) filter (where s.is_up is null)::int as "noData"
      from app.device d left join app.device_status s on s.device_id = d.id where d.archived_at is null`;
    const runs = await sql<{ state: string; count: number }[]>`
      select state, count(*)::float8 as count from app.run group by state`;
    const [server] = await sql<Pick<Measures, 'auditEntries' | 'connections' | 'bytes' | 'postgresVersion'>[]>`
      select (select coalesce(sum(n_tup_ins), 0)::float8 from pg_stat_user_tables
          where schemaname = 'audit' and relname ~ '^entry_') as "auditEntries",
        (select numbackends from pg_stat_database where datname = current_database()) as connections,
        pg_database_size(current_database())::float8 as bytes, current_setting('server_version') as "postgresVersion"`;
    if (devices === undefined || server === undefined) throw new Error('a count without rows');
    return { devices, runs: [...runs], ...server };
  });
}

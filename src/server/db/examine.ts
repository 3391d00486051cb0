import { type MailServer, mailServer } from '@/core/configuration/mail';
import type { Settings } from '@/core/configuration/settings';
import { configurationOf, type Row } from './configuration';
import { isOnThisMachine, type Sql } from './connection';
import { asConsole } from './console';
import type { Standing } from './level';
import { askStanding } from './migrate';

/** How a database is, without a change to it. */
export interface Examined {
  readonly version: string;
  /** Else it is reached over verified TLS: another way is refused. */
  readonly isHere: boolean;
  readonly standing: Standing;
  /** How far this machine's clock is ahead of the database's; the time of the question itself is taken off. */
  readonly secondsAhead: number;
  readonly devices: number;
  readonly answered: number;
  readonly publicUrl: string | null;
  /** Whose word on a client's address is taken. */
  readonly trustedProxies: readonly string[];
  /** Null where it was not looked at: the schema is another version's. */
  readonly mail: MailExamined | null;
}

/** How mail fares, of the thirty days that are kept. */
export interface MailExamined {
  /** Null: none is configured. */
  readonly server: Pick<MailServer, 'host' | 'port'> | null;
  /** The last one that came to an end; null: none did. */
  readonly last: { readonly outcome: 'sent' | 'givenUp'; readonly error: string | null } | null;
  /** In the last seven days. */
  readonly givenUp: number;
  readonly waiting: number;
  /** Since the oldest that waits was written; null: none waits. */
  readonly secondsWaiting: number | null;
  /** Why the attempt before the next one failed, of one that waits. */
  readonly waitsBecause: string | null;
}

/** Throws StartError where it cannot be used. */
export async function examine(ownerUrl: string): Promise<Examined> {
  const standing = await askStanding(ownerUrl);
  return asConsole(ownerUrl, async (sql) => {
    const [server] = await sql<{ version: string }[]>`select current_setting('server_version') as version`;
    const before = Date.now();
    const [clock] = await sql<{ now: number }[]>`select extract(epoch from clock_timestamp())::float8 as now`;
    const secondsAhead = (before + Date.now()) / 2_000 - (clock?.now ?? 0);
    const about = { version: server?.version ?? '', isHere: isOnThisMachine(ownerUrl), standing, secondsAhead };
    // What an older or a newer version has, nobody here can know.
    if (standing.isEmpty || standing.isNewer || standing.pending.length > 0)
      return { ...about, devices: 0, answered: 0, publicUrl: null, trustedProxies: [], mail: null };
    const [fleet] = await sql<{ devices: number; answered: number }[]>`
      select count(*)::int as devices,
        count(*) filter (where s.is_up and s.tried_at > app.now() - interval '5 minutes')::int as answered
      from app.device d left join app.device_status s on s.device_id = d.id where d.archived_at is null`;
    const { devices = 0, answered = 0 } = fleet ?? {};
    const rows = await sql<Row[]>`select name, value, changed_at as "changedAt" from app.kept_settings()`;
    const { settings } = configurationOf(rows);
    const { 'public-address': publicUrl, 'proxies.trusted': trustedProxies } = settings;
    return { ...about, devices, answered, publicUrl, trustedProxies, mail: await examineMail(sql, settings) };
  });
}

async function examineMail(sql: Sql, settings: Settings): Promise<MailExamined> {
  const [last] = await sql<{ outcome: 'sent' | 'givenUp'; error: string | null }[]>`
    select outcome, error from app.outgoing where kind = 'mail' and ended_at is not null order by ended_at desc limit 1`;
  const [counted] = await sql<Pick<MailExamined, 'givenUp' | 'waiting' | 'secondsWaiting' | 'waitsBecause'>[]>`
    select count(*) filter (where outcome = 'givenUp' and ended_at > app.now() - interval '7 days')::int as "givenUp",
      count(*) filter (where ended_at is null)::int as waiting,
      extract(epoch from app.now() - min(made_at) filter (where ended_at is null))::float8 as "secondsWaiting",
      max(error) filter (where ended_at is null) as "waitsBecause"
    from app.outgoing where kind = 'mail'`;
  const { givenUp = 0, waiting = 0, secondsWaiting = null, waitsBecause = null } = counted ?? {};
  return { server: mailServer(settings), last: last ?? null, givenUp, waiting, secondsWaiting, waitsBecause };
}

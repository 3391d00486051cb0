import { randomUUID } from 'node:crypto';
import { until } from '@/cli/until';
import { connect, type Sql } from '@/server/db/connection';
import { type BigIsp, must, withBigIsp } from './big-isp';
import { against, type Measured, median } from './compare';
import type { Place } from './place';
import { login } from './simulated';

const rounds = 101;
const warmUps = 5;
const patienceMs = 60_000;

/**
 * From the commit of a run's intent to the commit of the runner's claim, while nothing else is asked for; and beside it, in
 * turn, the least that a queue in PostgreSQL can do: one table, a notice, and SKIP LOCKED. PostgreSQL itself says when each
 * was committed.
 */
export async function dispatch({ owner, ownerUrl }: Place): Promise<Measured[]> {
  return withBigIsp(owner, 1, async (isp) => {
    await noteStates(owner);
    const device = await enrolled(isp);
    const queue = await rawQueue(connect(ownerUrl, 3, {}));
    const times: [number[], number[]] = [[], []];
    for (let round = -warmUps; round < rounds; round += 1) {
      const { id } = await isp.api.runs.start({ device, action: 'sys.overview' });
      await over(owner, id);
      const raw = await queue.one();
      if (round < 0) continue;
      times[0].push(await betweenMs(owner, id));
      times[1].push(await betweenMs(owner, raw));
    }
    await queue.end();
    const [ours, theirs] = [median(times[0]), median(times[1])];
    const name = 'dispatch of a run, nothing else to do, p50';
    return [
      against(20, 'the limit of 20 ms')(name, ours),
      { name, unit: 'ms', ours, peer: 'a table, a notice and SKIP LOCKED', theirs, target: null },
    ];
  });
}

/** Which transaction put a run, or a job of the raw queue, into which state. */
async function noteStates(owner: Sql): Promise<void> {
  await owner.unsafe(`
    create schema bench;
    create table bench.state (of uuid not null, state text not null, xid xid not null, primary key (of, state));
    create table bench.job (id uuid primary key, state text not null);
    create function bench.note() returns trigger language plpgsql security definer set search_path = '' as $$
      begin
        insert into bench.state values (new.id, new.state, pg_catalog.pg_current_xact_id()::xid) on conflict do nothing;
        return null;
      end $$;
    create trigger note after insert or update of state on app.run for each row execute function bench.note();
    create trigger note after insert or update of state on bench.job for each row execute function bench.note();`);
}

async function betweenMs(owner: Sql, id: string): Promise<number> {
  const [row] = await owner<{ ms: number }[]>`
    select (extract(epoch from pg_xact_commit_timestamp(taken.xid) - pg_xact_commit_timestamp(meant.xid)) * 1000)::float8 as ms
    from bench.state meant join bench.state taken on taken.of = meant.of and taken.state = 'running'
    where meant.of = ${id} and meant.state = 'intended'`;
  if (row === undefined) throw new Error(`${id} was not taken`);
  return row.ms;
}

/** The one device of the customer: its credentials, its certificate, and its first answer, as a person enrols it. */
async function enrolled({ owner, slug: customer, fleet, api }: BigIsp): Promise<string> {
  const { id: credentials } = await api.credentials.add({ customer, name: 'Reading', read: login });
  const file = `name,address\nrouter-0,${fleet[0]?.address}`;
  await api.enrolment.import({ customer, file, credentials, isDryRun: false });
  const status = async () =>
    (
      await owner`
    select s.device_id as id, s.shown_pin as pin, s.is_up as up from app.device_status s
    join app.customer c on c.id = s.customer_id where c.slug = ${customer}`
    )[0];
  await must('shown', async () => Boolean((await status())?.pin), patienceMs);
  const { id, pin } = (await status()) ?? {};
  if (pin !== fleet[0]?.fingerprint) throw new Error('a certificate is not real');
  await api.enrolment.confirm({ customer, seen: [{ device: id, pin }] });
  await must('up', async () => (await status())?.up === true, patienceMs);
  return id;
}

async function over(owner: Sql, run: string): Promise<void> {
  const ended = async () => {
    const [row] = await owner`select state from app.run where id = ${run} and ended_at is not null`;
    if (row !== undefined && row.state !== 'done') throw new Error(`the run is ${row.state}`);
    return row !== undefined;
  };
  if (!(await until(ended, patienceMs))) throw new Error('the run does not come to its end');
}

interface RawQueue {
  /** Puts one job there, waits until it is taken, and returns its id. */
  one(): Promise<string>;
  end(): Promise<void>;
}

async function rawQueue(sql: Sql): Promise<RawQueue> {
  let taken: (id: string) => void = () => undefined;
  await sql.listen('bench_job', () => {
    void sql`update bench.job set state = 'running' where id = (
      select id from bench.job where state = 'intended' limit 1 for update skip locked) returning id`.then(([row]) =>
      taken(String(row?.id)),
    );
  });
  return {
    one: async () => {
      const id = randomUUID();
      const done = new Promise<string>((resolve) => {
        taken = resolve;
      });
      await sql.begin(async (statements) => {
        await statements`insert into bench.job values (${id}, 'intended')`;
        await statements`select pg_notify('bench_job', '')`;
      });
      if ((await done) !== id) throw new Error('another job was taken');
      return id;
    },
    end: () => sql.end(),
  };
}

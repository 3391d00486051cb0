import type { Principal } from '@/core/access';
import { bucketsFor } from '@/core/audit/buckets';
import { type AuditFilter, everyEntry } from '@/server/audit/filter';
import { type AuditPage, type FoundPage, searchAudit } from '@/server/audit/search';
import { countBars, countFacets } from '@/server/audit/summary';
import { type Sql, type Transaction, transact } from '@/server/db/connection';
import { makePerson } from '../support/world';
import { type Comparison, compare, type Measured } from './compare';
import type { Place } from './place';

const days = 90;

/**
 * A log of so many entries over three months: three in four of one busy customer, a hundred of a quiet one, the rest of
 * 200 others; one in two hundred refused, which then belongs to nobody. Returns how many there are.
 */
async function fillLog(owner: Sql, count: number): Promise<number> {
  await owner`insert into app.customer (slug, name) select 'log-' || i, 'Log ' || i from generate_series(0, 201) i`;
  // The months that are over have their partitions too, as they have where the log is that old.
  for (let month = 0; month < 4; month += 1)
    await owner`select audit.make_partitions((current_date - make_interval(months => ${month}::int))::date, 1)`;
  for (let from = 0; from < count; from += 100_000)
    await owner`
      with c as (select array_agg(id order by substr(slug, 5)::int) as ids from app.customer where slug like 'log-%'),
      made as (
        select now() - (${days}::float8 * i / ${count}::float8) * interval '1 day' as at, gen_random_uuid() as id, i,
          case when i % 200 = 7 then null when i % ${count / 100}::int = 3 then c.ids[2] when i % 4 < 3 then c.ids[1] else c.ids[3 + i % 200] end as customer,
          case when i % 200 = 7 then 'refused' when i % 500 = 9 then 'failed' when i % ${count / 4}::int = 11 then 'unknown' else 'ok' end as outcome,
          (array['device.listed', 'run.started', 'run.ended', 'session.viewed', 'auth.refreshed'])[1 + i % 5] as event,
          ('00000000-0000-4000-8000-' || lpad((i % 60)::text, 12, '0'))::uuid as actor,
          ('00000000-0000-4000-9000-' || lpad((i % ${Math.floor(count / 110)}::int)::text, 12, '0'))::uuid as target,
          sha256(i::text::bytea) as salt, '192.0.' || i % 4 || '.' || i % 250 as address
        from c, generate_series(${from}::int, ${Math.min(from + 100_000, count) - 1}::int) i),
      bodies as (
        select m.*, jsonb_build_object('v', 1, 'event', m.event, 'outcome', m.outcome,
          'actor', jsonb_build_object('kind', 'person', 'id', m.actor, 'role', 'operator'), 'customer', m.customer,
          'target', jsonb_build_object('kind', 'device', 'id', m.target), 'request', gen_random_uuid(),
          'detail', jsonb_build_object('pad', repeat('x', 200)))::text as body from made m),
      side as (insert into audit.personal (at, entry_id, customer_id, salt, body)
        select at, id, customer, salt, jsonb_build_object('name', 'Person ' || i % 60, 'address', address, 'agent', 'bench')::text from bodies)
      insert into audit.entry (at, id, customer_id, actor_id, event, outcome, body, salt, leaf, xid)
      select at, id, customer, actor, event, outcome, body, salt, sha256('\\x00'::bytea || salt || convert_to(body, 'UTF8')),
        pg_current_xact_id() from bodies`;
  await owner`vacuum analyze audit.entry`;
  await owner`vacuum analyze audit.personal`;
  return count;
}

type Db = Transaction['db'];
type Work = (db: Db) => Promise<unknown>;

/** Ten in one transaction, so that opening one does not drown what is measured. */
function times(app: Sql, me: Principal, work: Work, count = 10): () => Promise<void> {
  const role = me.role === 'superAdmin' ? 'routeward_everything' : 'routeward_person';
  return () =>
    transact(app, role, async ({ db }) => {
      await db.execute(`select app.enter_person('${me.personId}', '${me.familyId}', '${me.role}', ${me.epoch})`);
      for (let time = 0; time < count; time += 1) await work(db);
    });
}

const page = (from: AuditPage['from'] = null): AuditPage => ({ from, limit: 100 });
const deep = (daysAgo: number): AuditPage =>
  page({
    direction: 'older',
    place: {
      at: new Date(Date.now() - daysAgo * 86_400_000).toISOString(),
      id: '00000000-0000-4000-8000-000000000000',
    },
  });

export async function auditLog({ owner, app, isFull }: Place): Promise<Measured[]> {
  const count = await fillLog(owner, isFull ? 10_000_000 : 1_000_000);
  const customers = await owner`select id from app.customer where slug like 'log-%' order by substr(slug, 5)::int`;
  const [busy, quiet, ...others] = customers.map(({ id }) => id);
  const boss = await makePerson(owner, 'superAdmin', []);
  const ofBusy = await makePerson(owner, 'admin', [busy]);
  const ofQuiet = await makePerson(owner, 'admin', [quiet]);
  const ofAll = await makePerson(owner, 'admin', [busy, quiet, ...others]);
  const full =
    (wanted: number, filter: AuditFilter, at: AuditPage, me: Principal): Work =>
    async (db) => {
      const found: FoundPage = await searchAudit(db, me, filter, at);
      // A page that is empty by mistake would be the fastest of all.
      if (found.entries.length < wanted) throw new Error(`only ${found.entries.length} entries on a page`);
    };
  const first = (me: Principal) => times(app, me, full(100, everyEntry, page(), me));
  const row = (name: string, ours: () => Promise<void>, peer: Comparison['peer'], target: number): Comparison => ({
    name: `audit log of ${count.toLocaleString('en-US')}: ${name}`,
    ours,
    peer,
    target,
    rounds: 15,
  });
  const firstPage = { name: 'the first page', run: first(boss) };
  const ofOne = { ...everyEntry, targets: ['device/00000000-0000-4000-9000-000000000042'] };
  const refused = { ...everyEntry, outcomes: ['refused' as const] };
  const day = new Date(Date.now() - 86_400_000).toISOString();
  const summary =
    (me: Principal, filter: AuditFilter): Work =>
    async (db) => {
      const { of, oldestAt } = await countFacets(db, me, filter);
      if (of < 90 || oldestAt === null) throw new Error(`only ${of} counted`);
      await countBars(db, me, filter, bucketsFor(Date.parse(oldestAt), Date.now()));
    };
  const comparisons = [
    row('a page at 99 % depth', times(app, boss, full(100, everyEntry, deep(days * 0.99), boss)), firstPage, 1.5),
    row(
      'the last page, by a quiet customer’s Admin',
      times(app, ofQuiet, full(95, everyEntry, page(), ofQuiet)),
      { name: 'a busy one’s first', run: first(ofBusy) },
      3,
    ),
    row('a page of an Admin of 202 customers', first(ofAll), { name: 'of one', run: first(ofBusy) }, 50),
    row(
      'what was refused, at 99 % depth',
      times(app, boss, full(count / 40_000, refused, deep(days * 0.99), boss)),
      { name: 'its first page', run: times(app, boss, full(100, refused, page(), boss)) },
      1.5,
    ),
    row('about one device', times(app, boss, full(100, ofOne, page(), boss)), firstPage, 3),
    row(
      'a rare outcome of a busy customer, as far as it is looked',
      times(app, ofBusy, full(0, { ...everyEntry, outcomes: ['unknown'] }, page(), ofBusy), 1),
      firstPage,
      60,
    ),
    row(
      'words that are nowhere, as far as they are looked for',
      times(
        app,
        boss,
        full(0, { ...everyEntry, words: [{ word: 'nowhere', events: [], targets: [] }] }, page(), boss),
        1,
      ),
      firstPage,
      60,
    ),
    row('facets and histogram', times(app, boss, summary(boss, everyEntry), 1), firstPage, 60),
    row('facets and histogram of an Admin of 202', times(app, ofAll, summary(ofAll, everyEntry), 1), firstPage, 60),
    row(
      'facets and histogram of a day',
      times(app, boss, summary(boss, { ...everyEntry, since: day }), 1),
      { name: 'of all', run: times(app, boss, summary(boss, everyEntry), 1) },
      1.5,
    ),
  ];
  const measured: Measured[] = [];
  for (const one of comparisons) measured.push(await compare(one));
  return measured;
}

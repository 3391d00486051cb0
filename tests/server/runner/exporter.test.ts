import { createHash } from 'node:crypto';
import { sql } from 'drizzle-orm';
import { beforeAll, expect, test, vi } from 'vitest';
import type { Principal } from '@/core/access';
import type { AuditExportFormat } from '@/core/audit/exports';
import { processEnv } from '@/env';
import { createCaller } from '@/server/api/root';
import { asJob } from '@/server/db/open';
import { Exporter } from '@/server/runner/exporter';
import { rounds } from '@/server/runner/housekeeping';
import { createMasterKey, loadMasterKey } from '@/server/vault/master-key';
import { piecesOf } from '../../support/cases';
import { type TestDatabase, testDatabase } from '../../support/database';
import { fillEntries, type Made } from '../../support/entries';
import { contextFor, entriesOf, makeFamily, makePerson, makeWorld, type World } from '../../support/world';

let database: TestDatabase;
let world: World;
let made: Made[];

beforeAll(async () => {
  database = await testDatabase();
  const { keysDirectory } = processEnv();
  await loadMasterKey(keysDirectory).catch(() => createMasterKey(keysDirectory));
  world = await makeWorld(database);
  made = await fillEntries(database, world);
});

const failures: unknown[] = [];
const exporter = (perPart = 50) => new Exporter((error) => failures.push(error), perPart);
const api = (me: Principal) => createCaller(contextFor(me)).audit;
const isMine = ({ customer }: Made) => customer === world.customers['acme-corp'];
/** An Admin of acme-corp whom a test may do anything to. */
const anAdmin = () => makePerson(database.owner, 'admin', [world.customers['acme-corp']]);

/** Writes what was asked for, until nothing waits. */
async function writeAll(by = exporter()): Promise<void> {
  by.look();
  await vi.waitFor(async () => {
    const [row] =
      await database.owner`select count(*)::int as count from app.audit_export where state in ('waiting', 'running')`;
    expect(row?.count).toBe(0);
  }, 20_000);
  await by.end();
}

async function fetched(me: Principal, id: string): Promise<string> {
  const [file, ...pieces] = await piecesOf(await api(me).fetchExport({ export: id }));
  expect(file?.kind).toBe('file');
  return Buffer.concat(
    pieces.map((one) => (one.kind === 'bytes' ? Buffer.from(one.base64, 'base64') : Buffer.alloc(0))),
  ).toString();
}

const idsIn = (text: string): string[] =>
  text
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line).id);

async function asked(me: Principal, q: string, as: AuditExportFormat = 'json') {
  return (await api(me).askExport({ q, as })).id;
}

test('a written export holds exactly what the query found when it was asked for, and nothing that came later', async () => {
  const id = await asked(world.people.superAdmin, 'event:run.started');
  await database.owner`select audit.append('run.started', 'ok', null, null, '{}', '{}', 'later')`;
  await writeAll();
  const text = await fetched(world.people.superAdmin, id);
  expect(idsIn(text)).toEqual(made.filter(({ event }) => event === 'run.started').map((one) => one.id));
  const [view] = (await api(world.people.superAdmin).exports()).items;
  expect(view).toMatchObject({ id, state: 'done', share: 1, sha256: createHash('sha256').update(text).digest('hex') });
  expect(view?.entries).toBe(idsIn(text).length);
});

test('each line is an entry as it is stored: it can be checked without us', async () => {
  const id = await asked(world.people.superAdmin, 'request:request-3');
  await writeAll();
  for (const line of (await fetched(world.people.superAdmin, id)).trim().split('\n')) {
    const { body, salt, leaf } = JSON.parse(line);
    expect(createHash('sha256').update('\x00').update(Buffer.from(salt, 'hex')).update(body).digest('hex')).toBe(leaf);
  }
});

test('asked, written, fetched and given are in the log, the last with count and SHA-256; they tell what was asked for, and no address or word', async () => {
  const me = world.people.superAdmin;
  const asking = contextFor(me);
  const { id } = await createCaller(asking).audit.askExport({
    q: 'address:10.20.30.40 category:read event:run.started customer:acme-corp since:2026-01-01 óscar "the link"',
    as: 'csv',
  });
  await writeAll();
  const fetching = contextFor(me);
  await piecesOf(await createCaller(fetching).audit.fetchExport({ export: id }));
  const sha256 = expect.stringMatching(/^[0-9a-f]{64}$/);
  const entries = expect.any(Number);
  const query = {
    fields: ['event', 'category', 'customer', 'address', 'since'],
    event: ['run.started'],
    category: ['read'],
    since: '2026-01-01T00:00:00Z',
    words: 2,
  };
  const customers = [world.customers['acme-corp']];
  const log = [
    ...(await entriesOf(database.owner, asking.origin.requestId)),
    ...(await entriesOf(database.owner, fetching.origin.requestId)),
  ];
  expect(log).toMatchObject([
    { event: 'audit.exportAsked', detail: { export: id, format: 'csv', query: { ...query, customers } } },
    {
      event: 'audit.exportWritten',
      actor: { kind: 'job' },
      detail: { state: 'done', entries, sha256, by: me.personId },
    },
    { event: 'audit.exportFetched', target: { kind: 'auditExport', id } },
    { event: 'audit.exported', detail: { format: 'csv', entries, sha256, query } },
  ]);
  expect(JSON.stringify(log)).not.toMatch(/10\.20\.30\.40|óscar|the link/);
});

test('no cell of the CSV is a formula to a spreadsheet', async () => {
  const id = await asked(world.people.superAdmin, `actor:${world.people.superAdmin.personId} event:run.started`, 'csv');
  await writeAll();
  const text = await fetched(world.people.superAdmin, id);
  expect(text.charCodeAt(0)).toBe(0xfeff);
  expect(text).toContain(",'=Sofia(),");
  expect(text).not.toMatch(/(^|,)[=+@]/m);
});

test('an Admin’s export holds the own customers’ entries alone', async () => {
  const me = await anAdmin();
  const id = await asked(me, 'event:run.started');
  await writeAll();
  expect(idsIn(await fetched(me, id))).toEqual(
    made.filter((one) => isMine(one) && one.event === 'run.started').map((one) => one.id),
  );
});

test('an export is its asker’s alone: even a Super Admin neither sees, fetches nor stops another’s', async () => {
  const id = await asked(await anAdmin(), '');
  expect((await api(world.people.superAdmin).exports()).items.map((one) => one.id)).not.toContain(id);
  for (const call of [
    () => api(world.people.superAdmin).fetchExport({ export: id }),
    () => api(world.people.superAdmin).stopExport({ export: id }),
  ])
    await expect(call()).rejects.toThrow('no such export');
  await writeAll();
});

test('whoever has lost a customer since gets nothing of a file with its entries', async () => {
  const me = await anAdmin();
  const id = await asked(me, 'event:run.started');
  await writeAll();
  await database.owner`delete from app.membership where person_id = ${me.personId}`;
  const context = contextFor(me);
  await expect(piecesOf(await createCaller(context).audit.fetchExport({ export: id }))).rejects.toThrow(
    'Your customers have changed',
  );
  expect(await entriesOf(database.owner, context.origin.requestId)).toContainEqual(
    expect.objectContaining({ event: 'audit.exportFetched', outcome: 'refused' }),
  );
});

test('whoever loses a customer while it is being written gets no more of it, and nothing in the end', async () => {
  const me = await anAdmin();
  const id = await asked(me, '');
  const first = exporter(10);
  first.look();
  await vi.waitFor(async () => {
    const [row] = await database.owner`select part_count as parts from app.audit_export where id = ${id}`;
    expect(row?.parts).toBeGreaterThan(1);
  });
  await database.owner`delete from app.membership where person_id = ${me.personId}`;
  await first.end();
  const [before] = await database.owner`select entry_count::int as count from app.audit_export where id = ${id}`;
  await database.owner`update app.audit_export set lease_until = now() - interval '1 second' where id = ${id} and state = 'running'`;
  await writeAll();
  const [after] = await database.owner`select entry_count::int as count from app.audit_export where id = ${id}`;
  expect(Number(after?.count)).toBeLessThanOrEqual(Number(before?.count) + 10);
  await expect(piecesOf(await api(me).fetchExport({ export: id }))).rejects.toThrow('Your customers have changed');
});

test('an export whose asker was signed out is failed, in words that say what to do', async () => {
  const me = await anAdmin();
  const id = await asked(me, '');
  await database.owner`update app.token_family set revoked_at = now(), revoked_because = 'test' where id = ${me.familyId}`;
  await writeAll();
  const again = { ...me, familyId: await makeFamily(database.owner, me.personId) };
  expect((await api(again).exports()).items).toMatchObject([
    { id, state: 'failed', fault: expect.stringContaining('Sign in and ask') },
  ]);
  await expect(piecesOf(await api(again).fetchExport({ export: id }))).rejects.toThrow('there is no file');
});

test('a runner that is gone in the middle leaves nothing double and nothing out: the next one goes on', async () => {
  const id = await asked(world.people.superAdmin, 'event:device.listed event:run.started event:session.opened');
  const first = exporter(20);
  first.look();
  await vi.waitFor(async () => {
    const [row] = await database.owner`select part_count as parts from app.audit_export where id = ${id}`;
    expect(row?.parts).toBeGreaterThan(1);
  });
  await first.end();
  const [left] = await database.owner`select state from app.audit_export where id = ${id}`;
  expect(left?.state).toBe('running');
  await database.owner`update app.audit_export set lease_until = now() - interval '1 second' where id = ${id}`;
  await writeAll(exporter(30));
  const kinds = ['device.listed', 'run.started', 'session.opened'];
  expect(
    idsIn(await fetched(world.people.superAdmin, id)).filter((one) => made.some((entry) => entry.id === one)),
  ).toEqual(made.filter(({ event }) => kinds.includes(event)).map((one) => one.id));
});

test('one that is stopped leaves no part behind', async () => {
  const id = await asked(world.people.superAdmin, '');
  await api(world.people.superAdmin).stopExport({ export: id });
  await writeAll();
  const [row] =
    await database.owner`select state, (select count(*)::int from app.audit_export_part where export_id = ${id}) as parts
    from app.audit_export where id = ${id}`;
  expect(row).toEqual({ state: 'stopped', parts: 0 });
});

test('at most three are under way for one person', async () => {
  const me = await anAdmin();
  for (let time = 0; time < 3; time += 1) await asked(me, '');
  await expect(api(me).askExport({ as: 'csv' })).rejects.toThrow('You have 3 exports under way');
  await writeAll();
});

test('its progress is shown live to its asker', async () => {
  const me = await anAdmin();
  const view = (await api(me).watchExports({}))[Symbol.asyncIterator]();
  await view.next();
  const id = await asked(me, '');
  const writing = writeAll();
  let last: unknown;
  for (let event = await view.next(); event.done !== true; event = await view.next()) {
    last = event.value[1].items[0];
    if (event.value[1].items[0]?.state === 'done') break;
  }
  expect(last).toMatchObject({ id, state: 'done', share: 1 });
  await view.return?.();
  await writing;
});

test('what is stored shows nothing of what is in it, and is thrown away after a day', async () => {
  const id = await asked(world.people.superAdmin, '');
  await writeAll();
  const parts = await database.owner`select sealed from app.audit_export_part where export_id = ${id}`;
  expect(parts.length).toBeGreaterThan(1);
  for (const { sealed } of parts) expect(Buffer.from(sealed).includes('device.listed')).toBe(false);
  await database.shiftClock('25 hours');
  expect((await api(world.people.superAdmin).exports()).items).toEqual([]);
  await rounds.find(({ name }) => name === 'purge')?.work();
  await asJob('export', async ({ db }) => {
    expect(await db.execute(sql`select from app.audit_export`)).toHaveLength(0);
    expect(await db.execute(sql`select from app.audit_export_part`)).toHaveLength(0);
  });
  await database.shiftClock('0 hours');
});

test('a small export is sent at once, whole, with its trace; one that is too large is refused before its first byte', async () => {
  const context = contextFor(world.people.admin);
  const pieces = await piecesOf(await createCaller(context).audit.export({ q: 'event:run.started', as: 'json' }));
  const text = pieces.map((one) => (one.kind === 'text' ? one.text : '')).join('');
  expect(idsIn(text)).toEqual(made.filter((one) => isMine(one) && one.event === 'run.started').map((one) => one.id));
  expect(await entriesOf(database.owner, context.origin.requestId)).toMatchObject([
    { event: 'audit.exportAsked' },
    {
      event: 'audit.exported',
      detail: { entries: idsIn(text).length, sha256: createHash('sha256').update(text).digest('hex') },
    },
  ]);
  await database.owner`insert into audit.entry (at, id, customer_id, event, outcome, body, salt, leaf, xid)
    select e.at - make_interval(secs => i), gen_random_uuid(), e.customer_id, e.event, e.outcome, e.body, e.salt, e.leaf, e.xid
    from (select * from audit.entry where id = ${made.find(isMine)?.id ?? ''}) e, generate_series(1, 10001) i`;
  await expect(piecesOf(await api(world.people.admin).export({ as: 'csv' }))).rejects.toThrow('ask for a file instead');
});

test('nothing failed unheard', () => {
  expect(failures).toEqual([]);
});

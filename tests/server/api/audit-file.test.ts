import { createHash } from 'node:crypto';
import { beforeAll, expect, test } from 'vitest';
import type { Principal } from '@/core/access';
import { processEnv } from '@/env';
import { answerAuditExport, answerAuditFile } from '@/server/api/http/audit-file';
import { issueAccessToken } from '@/server/auth/access-token';
import { rotateSigningKey } from '@/server/auth/signing-keys';
import { type TestDatabase, testDatabase } from '../../support/database';
import { fillEntries, type Made } from '../../support/entries';
import { entriesOf, makeWorld, type World } from '../../support/world';

let database: TestDatabase;
let world: World;
let made: Made[];

beforeAll(async () => {
  database = await testDatabase();
  world = await makeWorld(database);
  made = await fillEntries(database, world, 120);
  await rotateSigningKey(processEnv().keysDirectory, new Date());
});

async function asked(me: Principal | null, search: string, more: Record<string, string> = {}) {
  const headers = new Headers({ 'x-request-id': crypto.randomUUID(), ...more });
  if (me !== null) headers.set('authorization', `Bearer ${(await issueAccessToken(me)).token}`);
  return { headers, request: new Request(`${processEnv().publicUrl}/api/v1/audit/export${search}`, { headers }) };
}

test.each([
  ['csv', 'text/csv; charset=utf-8', /^attachment; filename="audit-[\dTZ-]+\.csv"$/],
  ['json', 'application/jsonl; charset=utf-8', /^attachment; filename="audit-[\dTZ-]+\.jsonl"$/],
])(
  'what is found comes as a file of %s, that nobody keeps, and whose SHA-256 is in the log',
  async (as, type, name) => {
    const { headers, request } = await asked(
      world.people.admin,
      `?q=event:run.started+customer:acme-corp+started&as=${as}`,
    );
    const answer = await answerAuditExport(request);
    expect(answer.status).toBe(200);
    expect(answer.headers.get('content-type')).toBe(type);
    expect(answer.headers.get('content-disposition')).toMatch(name);
    expect(answer.headers.get('cache-control')).toBe('no-store');
    const bytes = Buffer.from(await answer.arrayBuffer());
    const mine = made.filter((one) => one.customer === world.customers['acme-corp'] && one.event === 'run.started');
    for (const one of made) expect([one.id, bytes.includes(one.id)]).toEqual([one.id, mine.includes(one)]);
    const log = await entriesOf(database.owner, headers.get('x-request-id') ?? '');
    const query = {
      fields: ['event', 'customer'],
      event: ['run.started'],
      customers: [world.customers['acme-corp']],
      words: 1,
    };
    const sha256 = createHash('sha256').update(bytes).digest('hex');
    expect(log.at(-1)).toMatchObject({
      event: 'audit.exported',
      detail: { format: as, entries: mine.length, sha256, query },
    });
  },
);

test.each([
  ['a format that there is not', '?as=pdf', 400, 'as: one of csv, json'],
  ['a field that there is not', '?as=csv&limit=5', 400, 'limit: not a field of this call'],
  ['a field twice', '?as=csv&q=a&q=b', 400, 'q: given twice'],
  ['a query that cannot be read', '?as=csv&q=outcome:good', 400, 'q: outcome:good: one of'],
  ['a customer out of reach', '?as=csv&q=customer:other-isp', 403, 'customer "other-isp" not in scope'],
])('%s is refused before the first byte', async (_name, search, status, words) => {
  const { request } = await asked(world.people.admin, search);
  const answer = await answerAuditExport(request);
  expect(answer.status).toBe(status);
  expect((await answer.json()).message).toContain(words);
});

test('strangers, Operators and Viewers get none, and a page of another site makes nobody’s browser fetch one', async () => {
  expect((await answerAuditExport((await asked(null, '?as=csv')).request)).status).toBe(401);
  for (const role of ['operator', 'viewer'] as const)
    expect((await answerAuditExport((await asked(world.people[role], '?as=csv')).request)).status).toBe(403);
  const foreign = await asked(null, '?as=csv', { 'sec-fetch-site': 'cross-site' });
  expect((await answerAuditExport(foreign.request)).status).toBe(403);
});

test('a file that was never asked for is not there', async () => {
  const { request } = await asked(world.people.admin, '');
  for (const id of ['00000000-0000-4000-8000-00000000dead', 'no-id'])
    expect((await answerAuditFile(request, id)).status).toBe(id === 'no-id' ? 400 : 404);
});

test('at most two files at once are sent to one person; a download that is stopped or read gives its place back', async () => {
  const search = '?q=event:run.started&as=json';
  const me = world.people.admin;
  const stopped = new AbortController();
  const one = await answerAuditExport((await asked(me, search)).request);
  const { request } = await asked(me, search);
  await answerAuditExport(new Request(request, { signal: stopped.signal }));
  const third = async () => answerAuditExport((await asked(me, search)).request);
  const refused = await third();
  expect([refused.status, (await refused.json()).message]).toEqual([
    429,
    'You are downloading 2 exports already: wait for one, or stop its download.',
  ]);
  stopped.abort();
  const afterAbort = await third();
  expect([afterAbort.status, (await third()).status]).toEqual([200, 429]);
  await afterAbort.body?.cancel();
  const afterCancel = await third();
  expect([afterCancel.status, (await third()).status]).toEqual([200, 429]);
  await afterCancel.arrayBuffer();
  await one.arrayBuffer();
  expect((await (await third()).arrayBuffer()).byteLength).toBeGreaterThan(0);
});

test('a refused export gives its place back', async () => {
  for (let time = 0; time < 3; time += 1) {
    const { request } = await asked(world.people.admin, '?as=csv&q=customer:other-isp');
    expect((await answerAuditExport(request)).status).toBe(403);
  }
});

test('what is few entries and many bytes is refused too, with what to do instead', async () => {
  await database.owner`insert into audit.entry (at, id, customer_id, event, outcome, body, salt, leaf, xid)
    select e.at, gen_random_uuid(), e.customer_id, e.event, e.outcome, large.body, e.salt,
      sha256('\\x00'::bytea || e.salt || convert_to(large.body, 'UTF8')), e.xid
    from (select * from audit.entry where customer_id = ${world.customers['acme-corp']} limit 1) e,
      lateral (select (e.body::jsonb || jsonb_build_object('x', repeat('x', 500000)))::text as body) large,
      generate_series(1, 40)`;
  const answer = await answerAuditExport((await asked(world.people.admin, '?as=json')).request);
  expect([answer.status, (await answer.json()).message]).toEqual([413, 'More than 16 MiB: ask for a file instead.']);
});

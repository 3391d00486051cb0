import { createHash } from 'node:crypto';
import { beforeAll, describe, expect, test } from 'vitest';
import { RunId, type SessionId } from '@/core/ids';
import { processEnv } from '@/env';
import { answerBulkReport, answerReport } from '@/server/api/http/report';
import { issueAccessToken } from '@/server/auth/access-token';
import { rotateSigningKey } from '@/server/auth/signing-keys';
import { createMasterKey } from '@/server/vault/master-key';
import { endWith, exported, numberedRows, openCase } from '../../support/cases';
import { type TestDatabase, testDatabase } from '../../support/database';
import { apiOf } from '../../support/runs';
import { entriesOf, makePerson, makeWorld, type World } from '../../support/world';

let database: TestDatabase;
let world: World;
let session: SessionId;
let run: RunId;

beforeAll(async () => {
  database = await testDatabase();
  world = await makeWorld(database);
  const { keysDirectory } = processEnv();
  await createMasterKey(keysDirectory);
  await rotateSigningKey(keysDirectory, new Date());
  ({ id: session } = await openCase(world.people.operator, world));
  const [device] = world.devices['acme-corp'];
  if (device === undefined) throw new Error('no such device');
  const made = await apiOf(world.people.operator).sessions.run({ session, runs: [{ device, action: 'sys.overview' }] });
  run = RunId.parse(made.runs[0]?.id);
  await endWith(database, run, { rows: numberedRows(5_000) });
});

interface Asked {
  readonly as?: string;
  readonly me?: World['people']['admin'] | null;
  readonly of?: string;
  readonly signal?: AbortSignal;
  readonly requestId?: string;
}

async function asked({ as = '?as=json', me = world.people.operator, of = session, signal, requestId }: Asked = {}) {
  const headers = new Headers({ 'x-request-id': requestId ?? 'request-1' });
  if (me !== null) headers.set('authorization', `Bearer ${(await issueAccessToken(me)).token}`);
  const address = `${processEnv().publicUrl}/api/v1/sessions/${of}/report${as}`;
  return answerReport(new Request(address, { headers, ...(signal && { signal }) }), of);
}

describe('the file', () => {
  test.each([
    ['json', 'application/json; charset=utf-8'],
    ['csv', 'text/csv; charset=utf-8'],
  ] as const)('%s comes as one, under its own name, and nobody keeps it', async (as, type) => {
    const answer = await asked({ as: `?as=${as}` });
    expect(answer.status).toBe(200);
    expect(answer.headers.get('content-type')).toBe(type);
    expect(answer.headers.get('content-disposition')).toBe(`attachment; filename="S-2-acme-corp.${as}"`);
    expect(answer.headers.get('cache-control')).toBe('no-store');
    // Bytes, as a decoder would take the mark at the beginning away.
    const text = Buffer.from(await answer.arrayBuffer()).toString('utf8');
    expect(text).toBe((await exported(world.people.operator, session, as)).text);
  });
});

test('a bulk run comes as a file by the same way, as CSV alone', async () => {
  const of = world.bulkRuns['acme-corp'];
  const headers = { authorization: `Bearer ${(await issueAccessToken(world.people.operator)).token}` };
  const ask = (as: string) =>
    answerBulkReport(new Request(`${processEnv().publicUrl}/api/v1/bulk-runs/${of}/report${as}`, { headers }), of);
  const answer = await ask('?as=csv');
  expect([answer.status, answer.headers.get('content-type')]).toEqual([200, 'text/csv; charset=utf-8']);
  expect(answer.headers.get('content-disposition')).toMatch(/^attachment; filename="bulk-run-acme-corp-\w{8}\.csv"$/);
  expect(await answer.text()).toMatch(/^device,site,outcome,/);
  expect((await ask('?as=pdf')).status).toBe(400);
});

describe('a PDF', () => {
  test('comes whole, and the audit names the record that it was drawn from', async () => {
    const { id } = await openCase(world.people.admin, world);
    const answer = await asked({ as: '?as=pdf', me: world.people.admin, of: id, requestId: 'a-pdf' });
    expect([answer.status, answer.headers.get('content-type')]).toEqual([200, 'application/pdf']);
    const pdf = Buffer.from(await answer.arrayBuffer());
    expect([pdf.toString('latin1', 0, 5), pdf.toString('latin1', pdf.length - 6).trim()]).toEqual(['%PDF-', '%%EOF']);
    const { text } = await exported(world.people.admin, id, 'json');
    const sha256 = createHash('sha256').update(text).digest('hex');
    expect(await entriesOf(database.owner, 'a-pdf')).toMatchObject([
      { event: 'session.exportAsked', outcome: 'ok' },
      { event: 'session.exported', outcome: 'ok', detail: { format: 'pdf', sha256 } },
    ]);
  });

  test('is made for a person once at a time, and then there is room again', async () => {
    const { id } = await openCase(world.people.admin, world);
    const ask = () => asked({ as: '?as=pdf', me: world.people.admin, of: id });
    const [one, other] = await Promise.all([ask(), ask()]);
    expect([one.status, other.status].toSorted()).toEqual([200, 429]);
    await Promise.all([one.arrayBuffer(), other.arrayBuffer()]);
    const again = await ask();
    expect(again.status).toBe(200);
    await again.arrayBuffer();
  });

  test('is nothing that a page of another site can have made', async () => {
    const headers = { 'sec-fetch-site': 'cross-site', cookie: 'routeward-access=x' };
    const answer = await answerReport(new Request(`${processEnv().publicUrl}/x`, { headers }), session);
    expect([answer.status, (await answer.json()).message]).toEqual([403, 'This request comes from another site.']);
  });
});

describe('an error comes as JSON before the first byte', () => {
  const bad: [string, () => Asked, number, { code: string; message: unknown }][] = [
    ['nobody', () => ({ me: null }), 401, { code: 'unauthenticated', message: 'sign in first' }],
    [
      'a Viewer',
      () => ({ me: world.people.viewer }),
      403,
      { code: 'forbidden', message: 'your role may not do this: record.export' },
    ],
    [
      'somebody out of reach',
      () => ({ of: world.sessions['other-isp'] }),
      404,
      { code: 'notFound', message: 'no such session' },
    ],
    [
      'an id that is none',
      () => ({ of: 'S-2' }),
      400,
      { code: 'invalid', message: expect.stringMatching(/^session: /) },
    ],
    ['?as=exe', () => ({ as: '?as=exe' }), 400, { code: 'invalid', message: 'as: one of pdf, json, csv' }],
    ['an empty format', () => ({ as: '?as=' }), 400, { code: 'invalid', message: 'as: one of pdf, json, csv' }],
    ['two formats', () => ({ as: '?as=json&as=csv' }), 400, { code: 'invalid', message: 'as: one of pdf, json, csv' }],
    [
      'a field that there is not',
      () => ({ as: '?as=json&rows=9' }),
      400,
      { code: 'invalid', message: 'rows: not a field of this call' },
    ],
  ];
  test.each(bad)('to %s', async (_what, ask, status, error) => {
    const answer = await asked(ask());
    expect(answer.status).toBe(status);
    expect(answer.headers.get('content-type')).toContain('application/json');
    expect(answer.headers.get('content-disposition')).toBeNull();
    expect(await answer.json()).toEqual({ ...error, requestId: 'request-1' });
  });
});

describe('a file that cannot be finished is cut, not passed off as whole', () => {
  const readToTheEnd = async (reader: ReadableStreamDefaultReader<Uint8Array>) => {
    let bytes = 0;
    for (;;) {
      const { done, value } = await reader.read();
      if (done) return bytes;
      bytes += value.length;
    }
  };

  test('where somebody is taken off the customer meanwhile', async () => {
    const me = await makePerson(database.owner, 'operator', [world.customers['acme-corp']]);
    const answer = await asked({ me });
    const reader = answer.body?.getReader();
    if (reader === undefined) throw new Error('a file has a body');
    await reader.read();
    await database.owner`delete from app.membership where person_id = ${me.personId}`;
    await expect(readToTheEnd(reader)).rejects.toThrow('no such session');
  });

  test('where it is called off', async () => {
    const off = new AbortController();
    const answer = await asked({ signal: off.signal });
    const reader = answer.body?.getReader();
    if (reader === undefined) throw new Error('a file has a body');
    await reader.read();
    off.abort();
    await expect(readToTheEnd(reader)).rejects.toThrow();
  });

  test('and whoever goes away in the middle leaves no entry that says it was given', async () => {
    const answer = await asked({ requestId: 'gone away' });
    const reader = answer.body?.getReader();
    if (reader === undefined) throw new Error('a file has a body');
    await reader.read();
    await reader.cancel();
    const entries = await entriesOf(database.owner, 'gone away');
    expect(entries.map(({ event }) => event)).toEqual(['session.exportAsked']);
  });
});

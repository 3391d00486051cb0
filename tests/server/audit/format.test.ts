import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { beforeAll, describe, expect, test } from 'vitest';
import { z } from 'zod';
import { auditEvents, outcomes } from '@/core/events';
import { type TestDatabase, testDatabase } from '../../support/database';

const text = readFileSync(new URL('../../../docs/audit-format.md', import.meta.url), 'utf8');
const hex = z.string().regex(/^[0-9a-f]{64}$/);
const vectors = z
  .array(z.object({ personal: z.string(), personalSalt: hex, body: z.string(), salt: hex, leaf: hex }))
  .parse(JSON.parse(/```json\n(.*?)```/s.exec(text)?.[1] ?? '[]'));

const hash = (salt: string, body: string): string =>
  createHash('sha256').update('\x00').update(Buffer.from(salt, 'hex')).update(body, 'utf8').digest('hex');

/** The body as docs/audit-format.md describes it, fields in that order. */
const Body = z.strictObject({
  v: z.literal(1),
  id: z.uuid(),
  at: z.string().regex(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}Z$/),
  event: z.enum(auditEvents),
  outcome: z.enum(outcomes),
  actor: z.strictObject({
    kind: z.enum(['person', 'stranger', 'runner', 'job', 'console']),
    id: z.uuid().nullable(),
    role: z.string().nullable(),
    signIn: z.uuid().nullable(),
    because: z.string().nullable(),
  }),
  customer: z.uuid().nullable(),
  target: z.strictObject({ id: z.string(), kind: z.string() }).nullable(),
  request: z.string().nullable(),
  detail: z.record(z.string(), z.unknown()),
  personal: hex,
});

let database: TestDatabase;

beforeAll(async () => {
  database = await testDatabase();
});

describe('the vectors of docs/audit-format.md', () => {
  test('there are some, and each is as the text describes it', () => {
    expect(vectors.length).toBeGreaterThanOrEqual(2);
    for (const { body, salt, leaf, personal, personalSalt } of vectors) {
      expect(hash(salt, body)).toBe(leaf);
      const parsed = Body.parse(JSON.parse(body));
      expect(Object.keys(parsed)).toEqual(Object.keys(JSON.parse(body)));
      expect(hash(personalSalt, personal)).toBe(parsed.personal);
    }
  });

  test('PostgreSQL makes the same leaves of them', async () => {
    for (const { body, salt, leaf } of vectors) {
      const [row] = await database.owner`
        select encode(sha256('\\x00'::bytea || decode(${salt}, 'hex') || convert_to(${body}, 'UTF8')), 'hex') as leaf`;
      expect(row?.leaf).toBe(leaf);
    }
  });
});

test('what append writes is as the document says, field by field and in that order', async () => {
  const awkward = 'quote " back \\ slash \n newline Иван ✓ 😀';
  const origin = { address: '2001:db8::7', agent: '\u0001control', otherAddress: awkward };
  await database.owner`select audit.append('device.renamed', 'ok', '{"kind": "device", "id": "x"}', null,
    ${database.owner.json({ after: { name: awkward } })}, ${database.owner.json(origin)}, 'request "1"')`;
  const [row] =
    await database.owner`select e.body, p.body as personal from audit.entry e join audit.personal p on p.entry_id = e.id`;
  const parsed = Body.parse(JSON.parse(row?.body));
  expect(Object.keys(JSON.parse(row?.body))).toEqual(Object.keys(Body.shape));
  expect(Object.keys(JSON.parse(row?.body).actor)).toEqual(Object.keys(Body.shape.actor.shape));
  expect(parsed).toMatchObject({
    request: 'request "1"',
    detail: { after: { name: awkward } },
    actor: { kind: 'console' },
  });
  expect(JSON.parse(row?.personal)).toEqual({ name: null, ...origin });
});

import { beforeAll, expect, test } from 'vitest';
import { connect, type Sql } from '@/server/db/connection';
import { type TestDatabase, testDatabase } from '../../support/database';
import { makeWorld, type World } from '../../support/world';
import { fillChanges } from './change-ways';
import { codeOf, openJob, openPerson, openWork } from './ways';

/* Whoever says anything of a change says only what is theirs to say. */

let database: TestDatabase;
let world: World;
let app: Sql;

beforeAll(async () => {
  database = await testDatabase();
  world = await makeWorld(database);
  await fillChanges(database.owner, world);
  app = connect(database.appUrl, 1);
  return () => app.end();
});

const everybody = ['viewer', 'operator', 'admin', 'superAdmin', 'work', 'job'] as const;
type Who = (typeof everybody)[number];
const opened = (who: Who): readonly string[] => {
  if (who === 'job') return openJob;
  return who === 'work' ? openWork(world) : openPerson(world, who);
};

const asked = [
  'id',
  'customer_id',
  'device_id',
  'template_id',
  'template_version',
  'is_direct',
  'params_sealed',
  'reverts_id',
  'asked_by',
  'rollout_id',
  'rollout_position',
  'template_digest',
];
const decided = [
  ...['state', 'authorised_by', 'is_break_glass', 'rejected_by', 'reason', 'withdrawn_by'],
  ...['is_on_call', 'reviewed_by', 'review_verdict', 'review_remark'],
];
const overridden = ['overridden_by', 'override_reason'];
const found = [
  'params_sealed',
  'preview_sealed',
  'is_lockout',
  'is_undone',
  'previewed_at',
  'tier',
  'guard',
  'digest',
  'expires_at',
  'plan_sealed',
  'fault_sealed',
  'released_at',
  'wave',
];
const swept = ['state', 'claimed_by', 'lease_until', 'ended_at', 'fault_code', 'look_at'];
const seen = ['id', 'customer_id', 'device_id', 'asked_at', 'authorised_at', 'released_at', 'expires_at'];

async function columnsBut(names: readonly string[]): Promise<string[]> {
  const rows = await database.owner`select column_name as name from information_schema.columns
    where table_schema = 'app' and table_name = 'change'`;
  return rows.map(({ name }) => String(name)).filter((name) => !names.includes(name));
}

/** Which of these statements PostgreSQL does not refuse for want of a right. */
async function notRefused(who: Who, statements: readonly string[]): Promise<string[]> {
  expect(statements.length).toBeGreaterThan(0);
  const open: string[] = [];
  for (const statement of statements) if ((await codeOf(app, opened(who), statement)) !== '42501') open.push(statement);
  return open;
}

const changes: Readonly<Record<Who, readonly string[]>> = {
  ...{ viewer: decided, operator: decided, admin: decided, superAdmin: [...decided, ...overridden] },
  work: [...found, ...swept],
  job: swept,
};

test.each(everybody)('the %s changes no other columns, and deletes nothing', async (who) => {
  const updates = (await columnsBut(changes[who])).map((column) => `update app.change set ${column} = default`);
  const deletes = ['delete from app.change', 'delete from app.change_stage', 'truncate app.change cascade'];
  expect(await notRefused(who, [...updates, ...deletes])).toEqual([]);
});

test.each(everybody)('the %s says nothing else when a change is asked for', async (who) => {
  const inserts = (await columnsBut(asked)).map(
    (column) =>
      `insert into app.change (${asked.join(', ')}, ${column}) select ${asked.join(', ')}, ${column} from app.change`,
  );
  expect(await notRefused(who, inserts)).toEqual([]);
});

test('a job reads neither what is changed nor who it was', async () => {
  const readable = [...seen, ...swept.filter((column) => column !== 'claimed_by' && column !== 'fault_code')];
  const reads = (await columnsBut(readable)).map((column) => `select ${column} from app.change`);
  expect(reads).toEqual(
    expect.arrayContaining(['select params_sealed from app.change', 'select asked_by from app.change']),
  );
  expect(await notRefused('job', [...reads, 'select from app.change_stage'])).toEqual([]);
});

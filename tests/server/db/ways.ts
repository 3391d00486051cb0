import type { Sql } from '@/server/db/connection';
import type { World } from '../../support/world';
import { alarmWaysOfJob, alarmWaysOfPerson, alarmWaysOfSuperAdmin, alarmWaysOfWork } from './alarm-ways';
import { changeWaysOfJob, changeWaysOfPerson, changeWaysOfSuperAdmin, changeWaysOfWork } from './change-ways';
import { insertExport, waysOfExports } from './export-ways';
import { insertKey, keyWaysOfWork, readsSealed } from './key-ways';
import { lookupWaysOfJob, lookupWaysOfPerson, lookupWaysOfSuperAdmin, lookupWaysOfWork } from './lookup-ways';
import { snapshotWaysOfOthers, snapshotWaysOfWork } from './snapshot-ways';
import { statusWaysOfWork } from './status-ways';
import * as templateWays from './template-ways';

/*
 * Ways past the second wall: statements as the application's login could make them, without the product's queries, each
 * with how many rows it may touch. Whatever touches more is a hole.
 */

export interface Way {
  readonly name: string;
  readonly statement: string;
  /** Without a condition PostgreSQL asks the policy of the change alone; then one's own rows are touched. */
  readonly most?: number | undefined;
}

/** A role's transaction: how it is opened, and what must not be possible in it. */
interface Role {
  readonly name: string;
  readonly open: readonly string[];
  readonly ways: readonly Way[];
}

/** Tables that hold rows of customers, with how the customer is called in them. */
export const tables = {
  customer: 'id',
  device: 'customer_id',
  device_status: 'customer_id',
  device_hour: 'customer_id',
  run: 'customer_id',
  run_rows: 'customer_id',
  bulk_run: 'customer_id',
  data_key: 'customer_id',
  credential_set: 'customer_id',
  site: 'customer_id',
  alarm: 'customer_id',
  snapshot: 'customer_id',
  ...({ change: 'customer_id', change_stage: 'customer_id' } as const),
  rollout: 'customer_id',
} as const;

/** Those that only people read. */
export const peoplesTables = {
  bulk_refusal: 'customer_id',
  session: 'customer_id',
  session_device: 'customer_id',
  session_step: 'customer_id',
} as const;

export const people = ['admin', 'operator', 'viewer'] as const;
type Person = (typeof people)[number];

const own = 'acme-corp';
const foreign = 'other-isp';

/** Each way that is open, in words. Nothing that is tried stays. */
export async function holes(app: Sql, world: World): Promise<string[]> {
  const roles = [...people.map((role) => ofPerson(world, role)), ofSuperAdmin(world), ofWork(world), ofJob(world)];
  const found: string[] = [];
  for (const { name, open, ways } of roles)
    await attempt(app, open, async (sql) => {
      for (const { name: way, statement, most = 0 } of ways)
        if ((await touched(sql, statement)) > most) found.push(`${name}: ${way}`);
    });
  return found;
}

const takenBack = new Error('taken back');

/** Runs `work` in a transaction that is opened by `open` and then taken back. */
export async function attempt(app: Sql, open: readonly string[], work: (sql: Sql) => Promise<void>): Promise<void> {
  await app
    .begin(async (sql) => {
      for (const statement of open) await sql.unsafe(statement);
      // safe: a transaction's client answers the same tagged calls.
      await work(sql as unknown as Sql);
      throw takenBack;
    })
    .catch((error: unknown) => {
      if (error !== takenBack) throw error;
    });
}

/** By a grant or by row security (42501, insufficient_privilege): anything else would be a mistake of the statement. */
export const isRefusal = (error: unknown): boolean =>
  error instanceof Error && 'code' in error && error.code === '42501';

/** How many rows a statement touches; one that PostgreSQL refuses touches none. What it did is taken back. */
export async function touched(sql: Sql, statement: string): Promise<number> {
  let count = 0;
  try {
    // safe: a transaction's client has savepoints, whose clients answer the same calls.
    await (sql as unknown as { savepoint: Sql['begin'] }).savepoint(async (inner) => {
      count = (await inner.unsafe(statement)).count;
      throw takenBack;
    });
  } catch (error) {
    if (error !== takenBack && !isRefusal(error)) throw error;
  }
  return count;
}

/** How PostgreSQL refuses a statement in a transaction that is opened by `open`. What it did is taken back. */
export async function codeOf(app: Sql, open: readonly string[], statement: string): Promise<unknown> {
  let code: unknown;
  await attempt(app, open, async (sql) => {
    code = await sql.unsafe(statement).then(
      () => 'not refused',
      (error: unknown) => (error instanceof Error && 'code' in error ? error.code : error),
    );
  });
  return code;
}

export const openPerson = ({ people }: World, role: Person | 'superAdmin'): string[] => {
  const { personId, familyId, epoch } = people[role];
  return [
    `set local role ${role === 'superAdmin' ? 'routeward_everything' : 'routeward_person'}`,
    `select app.enter_person('${personId}', '${familyId}', '${role}', ${epoch})`,
  ];
};

export const openWork = ({ customers }: World): string[] => [
  'set local role routeward_customer',
  `select app.enter_customer('${customers[own]}', 'run 1')`,
];

export const openJob = ['set local role routeward_job'];

const seesForeign = (customer: string): Way[] =>
  Object.entries({ ...tables, ...peoplesTables }).map(([table, key]) => ({
    name: `sees foreign ${table}`,
    statement: `select from app.${table} where ${key} = '${customer}'`,
  }));

const reads = (...names: string[]): Way[] =>
  names.map((table) => ({ name: `reads ${table}`, statement: `select from app.${table}` }));

/** A run of a customer's first device, intended by this person. */
export const insertRun = (customer: string, by: string): string => `
  insert into app.run (customer_id, device_id, action_id, effect, params, intended_by)
  select '${customer}', id, 'tool.ping', 'read', '{}', '${by}' from (${deviceOf(customer)}) d`;

/** Known from elsewhere, as somebody might who was once assigned: finding it is not what is tried here. */
export const deviceOf = (customer: string): string =>
  `select nullif(current_setting('test.device_${short(customer)}'), '')::uuid as id`;
export const short = (id: string): string => id.replaceAll('-', '').slice(0, 8);

/** A session of a customer, opened by this person. */
export const insertSession = (customer: string, by: string): string =>
  `insert into app.session (customer_id, title, opened_by) values ('${customer}', 'slow', '${by}')`;

/** A note in the customer's session that everybody knows the id of. */
export const insertStep = (customer: string, by: string): string => `
  insert into app.session_step (session_id, customer_id, kind, by_id, from_address, text)
  values (current_setting('test.session_${short(customer)}')::uuid, '${customer}', 'note', '${by}', '192.0.2.7', 'x')`;

/** A bulk run of one device of a customer, asked for by this person. */
export const insertBulkRun = (customer: string, by: string): string => `
  insert into app.bulk_run (customer_id, action_id, params, asked_by, device_count)
  values ('${customer}', 'tool.ping', '{}', '${by}', 1)`;

/** A refusal in the customer's bulk run that everybody knows the id of, of its first device. */
export const insertRefusal = (customer: string, by: string): string => `
  insert into app.bulk_refusal (bulk_run_id, device_id, customer_id, asked_by, reason)
  values (current_setting('test.bulk_${short(customer)}')::uuid, current_setting('test.first_${short(customer)}')::uuid,
    '${customer}', '${by}', 'It was not to be.')`;

/** A device of a customer, waiting for its certificate to be confirmed. */
export const insertDevice = (customer: string): string =>
  `insert into app.device (customer_id, name, address) values ('${customer}', 'enrolled', '10.9.9.9')`;

/** A site of a customer. */
export const insertSite = (customer: string): string =>
  `insert into app.site (customer_id, name) values ('${customer}', 'Made')`;

/** A set of credentials of a customer. */
export const insertCredentials = (customer: string): string =>
  `insert into app.credential_set (customer_id, name, read_sealed) values ('${customer}', 'Made', '\\x01')`;

const askStop = (by: string, where = ''): string =>
  `update app.run set stop_asked_at = now(), stop_asked_by = '${by}' ${where}`;

function ofPerson(world: World, role: Person): Role {
  const { personId } = world.people[role];
  const other = world.people.superAdmin.personId;
  const [mine, theirs] = [world.customers[own], world.customers[foreign]];
  const isViewer = role === 'viewer';
  const forAdmins = role === 'admin' ? 1 : 0;
  const ways: Way[] = [
    ...seesForeign(theirs),
    { name: 'sees foreign audit entries', statement: `select from audit.entry where customer_id = '${theirs}'` },
    { name: 'sees foreign personal rows', statement: `select from audit.personal where customer_id = '${theirs}'` },
    ...(role === 'admin'
      ? []
      : [
          { name: 'sees the audit', statement: 'select from audit.entry' },
          { name: 'sees who it was', statement: 'select from audit.personal' },
          { name: 'changes devices', statement: `update app.device set name = name || '!'` },
        ]),
    { name: 'sees other people', statement: `select from app.person where id <> '${personId}'` },
    { name: 'sees memberships of others', statement: `select from app.membership where person_id <> '${personId}'` },
    { name: 'sees sessions of others', statement: `select from app.token_family where person_id <> '${personId}'` },
    {
      name: 'changes foreign devices',
      statement: `update app.device set name = name || '!' where customer_id = '${theirs}'`,
    },
    ...reads('refresh_token', 'sign_in_throttle', 'known_browser', 'mark'),
    ...readsSealed,
    { name: 'enrols foreign devices', statement: insertDevice(theirs) },
    { name: 'enrols devices', statement: insertDevice(mine), most: forAdmins },
    { name: 'makes foreign sites', statement: insertSite(theirs) },
    { name: 'makes sites', statement: insertSite(mine), most: forAdmins },
    { name: 'changes foreign sites', statement: `update app.site set name = name || '!'`, most: forAdmins },
    { name: 'keeps foreign credentials', statement: insertCredentials(theirs) },
    { name: 'keeps credentials', statement: insertCredentials(mine), most: forAdmins },
    {
      name: 'changes foreign credentials',
      statement: `update app.credential_set set changed_at = now()`,
      most: forAdmins,
    },
    { name: 'makes a foreign data key', statement: insertKey(theirs) },
    { name: 'makes a data key', statement: insertKey(mine), most: forAdmins },
    { name: 'starts foreign runs', statement: insertRun(theirs, personId) },
    { name: 'starts runs in another name', statement: insertRun(mine, other) },
    { name: 'starts runs', statement: insertRun(mine, personId), most: isViewer ? 0 : 1 },
    { name: 'stops foreign runs', statement: askStop(personId), most: isViewer ? 0 : runsOfEach },
    { name: 'stops runs in another name', statement: askStop(other, `where customer_id = '${mine}'`) },
    { name: 'starts foreign bulk runs', statement: insertBulkRun(theirs, personId) },
    { name: 'starts bulk runs in another name', statement: insertBulkRun(mine, other) },
    { name: 'starts bulk runs', statement: insertBulkRun(mine, personId), most: isViewer ? 0 : 1 },
    { name: 'refuses foreign devices', statement: insertRefusal(theirs, personId) },
    { name: 'refuses devices in another name', statement: insertRefusal(mine, other) },
    { name: 'refuses devices', statement: insertRefusal(mine, personId), most: isViewer ? 0 : 1 },
    { name: 'says that bulk runs are in hand', statement: 'update app.bulk_run set attended_at = now()' },
    { name: 'opens foreign sessions', statement: insertSession(theirs, personId) },
    { name: 'opens sessions in another name', statement: insertSession(mine, other) },
    { name: 'opens sessions', statement: insertSession(mine, personId), most: isViewer ? 0 : 1 },
    { name: 'writes in foreign sessions', statement: insertStep(theirs, personId) },
    { name: 'writes in sessions in another name', statement: insertStep(mine, other) },
    { name: 'writes in sessions', statement: insertStep(mine, personId), most: isViewer ? 0 : 1 },
    { name: 'says how a device is', statement: 'update app.device_status set is_up = false' },
    ...lookupWaysOfPerson(world, role),
    ...alarmWaysOfPerson(world, role),
    ...[...changeWaysOfPerson(world, role), ...templateWays.ofPerson(role)],
    ...snapshotWaysOfOthers(world),
    ...waysOfExports(world.people[role], world.people.superAdmin, role === 'admin'),
  ];
  return { name: role, open: openPerson(world, role), ways };
}

/** As many runs as `fillEveryTable` and the world make for each customer. */
export const runsOfEach = 2;

function ofSuperAdmin(world: World): Role {
  const { personId } = world.people.superAdmin;
  const other = world.people.admin.personId;
  const ways: Way[] = [
    { name: 'sees sessions of others', statement: `select from app.token_family where person_id <> '${personId}'` },
    { name: 'starts runs in another name', statement: insertRun(world.customers[own], other) },
    { name: 'stops runs in another name', statement: askStop(other) },
    { name: 'starts bulk runs in another name', statement: insertBulkRun(world.customers[own], other) },
    { name: 'refuses devices in another name', statement: insertRefusal(world.customers[own], other) },
    { name: 'opens sessions in another name', statement: insertSession(world.customers[own], other) },
    { name: 'writes in sessions in another name', statement: insertStep(world.customers[own], other) },
    ...reads('refresh_token', 'sign_in_throttle', 'known_browser', 'mark'),
    ...readsSealed,
    ...lookupWaysOfSuperAdmin(world),
    ...alarmWaysOfSuperAdmin(world),
    ...changeWaysOfSuperAdmin(world),
    ...templateWays.ofSuperAdmin(world),
    ...snapshotWaysOfOthers(world),
    ...waysOfExports(world.people.superAdmin, world.people.admin, true),
  ];
  return { name: 'Super Admin', open: openPerson(world, 'superAdmin'), ways };
}

function ofWork(world: World): Role {
  const theirs = world.customers[foreign];
  const ways: Way[] = [
    ...seesForeign(theirs),
    { name: 'ends foreign runs', statement: `update app.run set state = 'done'`, most: runsOfEach },
    {
      name: 'writes foreign rows',
      statement: `insert into app.run_rows (run_id, first_row, row_count, customer_id, sealed)
        values ('${world.runs[foreign]}', 9, 1, '${theirs}', '\\x00')`,
    },
    { name: 'makes a foreign data key', statement: insertKey(theirs) },
    ...statusWaysOfWork(theirs),
    ...reads('person', 'membership', 'token_family', 'refresh_token', 'mark', ...Object.keys(peoplesTables)),
    { name: 'opens sessions', statement: insertSession(world.customers[own], world.people.operator.personId) },
    { name: 'writes in sessions', statement: insertStep(world.customers[own], world.people.operator.personId) },
    { name: 'starts runs', statement: insertRun(world.customers[own], world.people.operator.personId) },
    { name: 'starts bulk runs', statement: insertBulkRun(world.customers[own], world.people.operator.personId) },
    { name: 'says that bulk runs are in hand', statement: 'update app.bulk_run set attended_at = now()' },
    { name: 'enrols devices', statement: insertDevice(world.customers[own]) },
    { name: 'makes sites', statement: insertSite(world.customers[own]) },
    { name: 'keeps credentials', statement: insertCredentials(world.customers[own]) },
    { name: 'changes credentials', statement: `update app.credential_set set name = name || '!'` },
    { name: 'confirms a certificate', statement: `update app.device set pin = repeat('ab', 32)` },
    { name: 'deletes', statement: 'delete from app.run_rows' },
    ...keyWaysOfWork,
    ...snapshotWaysOfWork(world),
    ...lookupWaysOfWork(world),
    ...alarmWaysOfWork(world),
    ...changeWaysOfWork(world),
    ...templateWays.ofWork,
    ...reads('audit_export', 'audit_export_part'),
  ];
  return { name: 'customer work', open: openWork(world), ways };
}

const job = (name: string, statement: string, most = 0): Way => ({ name, statement, most });

function ofJob(world: World): Role {
  const ways: Way[] = [
    job('ends runs that have ended', `update app.run set state = 'interrupted'`, 2),
    job('deletes round trips of the day', 'delete from app.device_hour'),
    ...lookupWaysOfJob,
    ...alarmWaysOfJob,
    ...[...changeWaysOfJob, ...templateWays.ofJob],
    ...snapshotWaysOfOthers(world),
    ...['params', 'sent', 'by_name', 'fault_sealed', 'summary_sealed', 'action_id', 'intended_by'].map((column) =>
      job(`reads a run's ${column}`, `select ${column} from app.run`),
    ),
    ...['customer_id', 'action_id', 'params', 'asked_by', 'by_name'].map((column) =>
      job(`reads a bulk run's ${column}`, `select ${column} from app.bulk_run`),
    ),
    ...['name', 'slug', 'time_zone'].map((column) =>
      job(`reads a customer's ${column}`, `select ${column} from app.customer`),
    ),
    ...['name', 'address', 'pin', 'credential_set_id'].map((column) =>
      job(`reads a device's ${column}`, `select ${column} from app.device`),
    ),
    ...reads('snapshot'),
    job('reads round trips', 'select round_trip_ms from app.device_hour'),
    job('changes exports that have ended', 'update app.audit_export set entry_count = 0', 2),
    job('throws exports away before their time', 'delete from app.audit_export'),
    job('asks for exports', insertExport(world.people.superAdmin)),
    ...reads(
      'run_rows',
      'credential_set',
      'data_key',
      'device_status',
      'person',
      'membership',
      'mark',
      ...Object.keys(peoplesTables),
    ),
  ];
  return { name: 'job', open: openJob, ways };
}

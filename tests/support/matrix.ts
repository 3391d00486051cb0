import { TRPCError } from '@trpc/server';
import { type Role, roles } from '@/core/access';
import { DeviceId } from '@/core/ids';
import type { DoorMeta } from '@/server/api/procedure';
import type { AppRouter } from '@/server/api/root';
import type { TestDatabase } from './database';
import {
  archivedDevices,
  credentialSets,
  foreignState,
  furnish,
  inviteTo,
  ownSecret,
  restore,
  shownPin,
} from './matrix-world';
import { contextFor, makeFamily, makePerson, makeSession, makeWorld, type World } from './world';

const relations = ['own', 'foreign', 'missing'] as const;
type Relation = (typeof relations)[number];

const nobody = '00000000-0000-4000-8000-00000000dead';

/** What each scope's part of an input looks like for a thing of one's own, of another customer, and of none. */
type Names = (world: World, relation: Relation, family: { own: string; foreign: string }) => Record<string, unknown>;
const naming: Readonly<Record<string, Names>> = {
  customer: (_world, relation) => ({
    customer: { own: 'acme-corp', foreign: 'other-isp', missing: 'no-such-isp' }[relation],
  }),
  device: (world, relation) => ({ device: deviceOf(world, relation) }),
  devices: (world, relation) => ({ devices: [deviceOf(world, 'own'), deviceOf(world, relation)] }),
  customers: (_world, relation) => ({
    customers: ['acme-corp', ...{ own: [], foreign: ['other-isp'], missing: ['no-such-isp'] }[relation]],
  }),
  archivedCustomer: (_world, relation) => ({
    archived: { own: 'gone-isp', foreign: 'other-isp', missing: 'no-such-isp' }[relation],
  }),
  person: (world, relation) => ({
    person: { own: world.operators['acme-corp'], foreign: world.operators['other-isp'], missing: nobody }[relation],
  }),
  invitation: (world, relation) => ({
    invitation: { own: world.invitations['acme-corp'], foreign: world.invitations['other-isp'], missing: nobody }[
      relation
    ],
  }),
  ownSignIn: (_world, relation, family) => ({ signIn: relation === 'missing' ? nobody : family[relation] }),
  run: (world, relation) => ({
    run: { own: world.runs['acme-corp'], foreign: world.runs['other-isp'], missing: nobody }[relation],
  }),
  session: (world, relation) => ({
    session: { own: world.sessions['acme-corp'], foreign: world.sessions['other-isp'], missing: nobody }[relation],
  }),
  reach: () => ({}),
  self: () => ({}),
};

const deviceOf = (world: World, relation: Relation): string =>
  (relation === 'own'
    ? world.devices['acme-corp'][0]
    : relation === 'foreign'
      ? world.devices['other-isp'][0]
      : nobody) ?? nobody;

/** What a door asks for beyond its scope. A new door with an input of its own needs a line here. */
const ownInputs: Readonly<Record<string, Record<string, unknown>>> = {
  'connections.change': { site: 'Of the matrix' },
  'credentials.add': { name: 'Made by the matrix', read: { name: 'reader', password: 'reads' } },
  'enrolment.add': { name: 'enrolled by the matrix', address: '10.9.9.9' },
  'enrolment.import': { file: 'name,address\nimported by the matrix,10.9.9.8', isDryRun: false },
  'customers.create': { slug: 'matrix-isp', name: 'Of the matrix', stripe: 3, timeZone: 'Europe/Rome' },
  'customers.edit': { name: 'Renamed by the matrix' },
  'invitations.join': { secret: ownSecret },
  'invitations.make': { email: 'new@example.net', role: 'viewer' },
  'people.changeRole': { role: 'viewer' },
  'devices.rename': { name: 'renamed by the matrix' },
  'devices.tag': { tag: 'matrix', on: true },
  'devices.watch': { since: '2020-01-01T00:00:00.000Z' },
  'runs.start': { action: 'sys.overview' },
  'sessions.watch': { since: '2020-01-01T00:00:00.000Z' },
  'sessions.export': { as: 'json' },
  'sessions.open': { symptom: 'It is slow.' },
  'sessions.note': { text: 'A note of the matrix.' },
  'sessions.rename': { title: 'Renamed by the matrix' },
  'sessions.close': { cause: 'The matrix.' },
  'sessions.reopen': { reason: 'The matrix again.' },
};

/** What such an input names has to belong to the same customer. */
const namedInputs: Readonly<Record<string, (world: World, of: 'acme-corp' | 'other-isp') => Record<string, unknown>>> =
  {
    'sessions.run': (world, of) => ({ runs: [{ device: world.devices[of][0], action: 'sys.overview' }] }),
    'sessions.addDevices': (world, of) => ({ devices: [world.devices[of][1]] }),
    'credentials.replace': (_world, of) => ({
      credentials: credentialSets[of],
      read: { name: 'reader', password: 'reads' },
    }),
    'enrolment.confirm': (world, of) => ({ seen: [{ device: world.devices[of][0], pin: shownPin }] }),
    'enrolment.restore': (_world, of) => ({ device: archivedDevices[of] }),
    'people.setCustomers': (_world, of) => ({ customers: of === 'acme-corp' ? [of] : ['acme-corp'] }),
    'sessions.handOver': (world) => ({ to: world.people.superAdmin.personId }),
  };

interface InputOf {
  readonly world: World;
  readonly path: string;
  readonly scope: string;
  readonly relation: Relation;
  readonly family: { own: string; foreign: string };
}

/** A whole input of a door: what its scope names, and what it asks for beyond. */
export function inputFor({ world, path, scope, relation, family }: InputOf): Record<string, unknown> {
  const of = relation === 'foreign' ? 'other-isp' : 'acme-corp';
  return { ...naming[scope]?.(world, relation, family), ...ownInputs[path], ...namedInputs[path]?.(world, of) };
}

export interface Cell {
  readonly door: string;
  readonly role: Role;
  readonly relation: Relation;
  /** `ok`, an error's code, or `LEAK` when the answer names anything of the other customer. */
  readonly outcome: string;
}

export interface Door {
  readonly path: string;
  readonly meta: DoorMeta;
  readonly isMutation: boolean;
}

/** Every door of the router that has a rule; those for strangers are in a golden list of their own. */
export function doorsOf(router: AppRouter): Door[] {
  return Object.entries(router._def.procedures)
    .map(([path, made]) => {
      const { meta, type } = (made as unknown as { _def: { meta: DoorMeta; type: string } })._def; // safe: procedure.ts gives it.
      return { path, meta, isMutation: type === 'mutation' };
    })
    .sort((a, b) => a.path.localeCompare(b.path));
}

/** Calls these doors as every role for a thing of the own customer, of another's and of nobody's. */
export async function runMatrix(
  database: TestDatabase,
  { createCaller }: Pick<typeof import('@/server/api/root'), 'createCaller'>,
  doors: readonly Door[],
): Promise<Cell[]> {
  await database.owner`truncate app.customer, app.person cascade`;
  const world = await makeWorld(database);
  await furnish(database, world);
  const before = await foreignState(database, world);
  const cells: Cell[] = [];
  for (const { path, meta, isMutation } of doors) {
    if (meta.scope === null) continue;
    for (const role of roles) {
      for (const relation of meta.scope === 'reach' || meta.scope === 'self' ? (['own'] as const) : relations) {
        const call = { database, world, path, scope: meta.scope, role, relation, isMutation };
        cells.push({ door: path, role, relation, outcome: await outcomeOf(call, createCaller) });
      }
    }
  }
  // The Super Admin's own cells change the foreign customer, and may; nobody else's do.
  if ((await foreignState(database, world)) !== before)
    cells.push({ door: '*', role: 'admin', relation: 'foreign', outcome: 'CHANGED' });
  return cells;
}

interface MatrixCall {
  readonly database: TestDatabase;
  readonly world: World;
  readonly path: string;
  readonly scope: string;
  readonly role: Role;
  readonly relation: Relation;
  readonly isMutation: boolean;
}

async function outcomeOf(
  call: MatrixCall,
  createCaller: typeof import('@/server/api/root').createCaller,
): Promise<string> {
  const { database, path, scope, role, relation, isMutation } = call;
  const world = scope === 'session' ? await withFreshSessions(call) : call.world;
  // A person of its own for each cell: some doors end the session they are called from.
  const person = await makePerson(database.owner, role, role === 'superAdmin' ? [] : [world.customers['acme-corp']]);
  const family = { own: await makeFamily(database.owner, person.personId), foreign: world.people.admin.familyId };
  if (path === 'invitations.join') await inviteTo(database, person);
  const input = inputFor({ world, path, scope, relation, family });
  const door = doorIn(createCaller(contextFor(person)), path);
  try {
    const answer = JSON.stringify(await firstOf(await door(input)));
    if (role !== 'superAdmin' && (await stepsOfForeign(database, world)) !== stepsAtFirst) return 'CHANGED';
    return role !== 'superAdmin' && namesForeign(world, answer) ? 'LEAK' : 'ok';
  } catch (error) {
    if (error instanceof TRPCError) return error.code;
    throw error;
  } finally {
    if (isMutation && (role === 'superAdmin' || relation === 'own')) await restore(database, world);
  }
}

function doorIn(caller: unknown, path: string): (input: unknown) => Promise<unknown> {
  const [router, procedure] = path.split('.');
  // safe: the path comes from the router the caller was made of.
  const nodes = caller as Record<string, Record<string, (input: unknown) => Promise<unknown>>>;
  const door = procedure === undefined ? nodes[router ?? ''] : nodes[router ?? '']?.[procedure];
  if (typeof door !== 'function') throw new Error(`no door ${path}`);
  return door;
}

/** What `makeSession` adds: the symptom and a device. */
const stepsAtFirst = 2;

/** A session is written on by whoever may, so each cell gets one of its own; one to be reopened is closed. */
async function withFreshSessions({ database: { owner }, world, path }: MatrixCall): Promise<World> {
  const by = world.people.admin;
  const make = async (of: 'acme-corp' | 'other-isp') => {
    const id = await makeSession(owner, DeviceId.parse(world.devices[of][0]), by);
    if (path === 'sessions.reopen')
      await owner`insert into app.session_step (session_id, customer_id, number, by_id, from_address, kind, text)
        values (${id}, ${world.customers[of]}, 0, ${by.personId}, '192.0.2.7', 'closed', 'Because.')`;
    return id;
  };
  return { ...world, sessions: { 'acme-corp': await make('acme-corp'), 'other-isp': await make('other-isp') } };
}

async function stepsOfForeign({ owner }: TestDatabase, world: World): Promise<number> {
  const [row] = await owner`
    select step_count - (closed_at is not null)::int as steps from app.session where id = ${world.sessions['other-isp']}`;
  return Number(row?.steps);
}

/** Of a live view, what it shows first. */
async function firstOf(answer: unknown): Promise<unknown> {
  if (typeof answer !== 'object' || answer === null || !(Symbol.asyncIterator in answer)) return answer;
  // safe: a live view is an async generator.
  const view = answer as AsyncGenerator;
  const { value } = await view.next();
  await view.return(undefined);
  return value;
}

function namesForeign(world: World, answer: string | undefined): boolean {
  const foreign = [
    'other-isp',
    world.customers['other-isp'],
    world.runs['other-isp'],
    world.sessions['other-isp'],
    world.operators['other-isp'],
    world.invitations['other-isp'],
    archivedDevices['other-isp'],
    credentialSets['other-isp'],
    ...world.devices['other-isp'],
  ];
  return foreign.some((word) => answer?.includes(word));
}

/** The golden file: one line per door, one column per role; three relations where the scope has them. */
export function written(cells: readonly Cell[], doors: readonly Door[]): string {
  const lines = doors
    .filter(({ meta }) => meta.scope !== null)
    .map(({ path, meta }) => {
      const audit = typeof meta.audit === 'string' ? meta.audit : `silent: ${meta.audit.silent}`;
      const columns = roles.map((role) => {
        const mine = cells.filter((cell) => cell.door === path && cell.role === role);
        return `${role}=${mine.map(({ relation, outcome }) => (mine.length === 1 ? outcome : `${relation}:${outcome}`)).join(',')}`;
      });
      return `${path}  ${meta.permission}  ${meta.scope}  ${audit}\n    ${columns.join('\n    ')}\n`;
    });
  const strays = cells.filter(({ door }) => door === '*').map(({ outcome }) => `STRAY ${outcome}\n`);
  return [...lines, ...strays].join('');
}

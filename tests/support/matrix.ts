import { TRPCError } from '@trpc/server';
import { type Principal, type Role, roles } from '@/core/access';
import { DeviceId } from '@/core/ids';
import type { DoorMeta } from '@/server/api/procedure';
import type { AppRouter } from '@/server/api/root';
import { changes, digestOf, makeChanges } from './changes';
import type { TestDatabase } from './database';
import { askerOf, nameable, putOnCall } from './matrix-askers';
import { ownInputs } from './matrix-inputs';
import {
  alarms,
  archivedDevices,
  archivedSites,
  auditEntries,
  credentialSets,
  exportOf,
  foreignState,
  furnish,
  givePassword,
  inviteTo,
  lookupOf,
  makeLookups,
  restore,
  shownPin,
  sites,
  webhookId,
} from './matrix-world';
import { makeRollouts, rolloutDigests, rollouts, standFor } from './rollouts';
import { makeVersion, trialOf } from './templates';
import { contextFor, makeFamily, makePerson, makeSession, makeWorld, type World } from './world';

const relations = ['own', 'foreign', 'missing'] as const;
type Relation = (typeof relations)[number];

const nobody = '00000000-0000-4000-8000-00000000dead';

/** What each scope's part of an input looks like for a thing of one's own, of another customer, and of none. */
type Names = (world: World, relation: Relation, family: Belongings) => Record<string, unknown>;

/** What is one person's alone: a signed-in session, and an export. */
interface Belongings {
  readonly own: string;
  readonly foreign: string;
  readonly exports?: { readonly own: string; readonly foreign: string };
  readonly trials?: { readonly own: string; readonly foreign: string };
}
const slugOf: Names = (_world, relation) => ({
  customer: { own: 'acme-corp', foreign: 'other-isp', missing: 'no-such-isp' }[relation],
});

const naming: Readonly<Record<string, Names>> = {
  customer: slugOf,
  asked: slugOf,
  among: slugOf,
  change: (_world, relation) => ({ change: among(changes, relation) }),
  rollout: (_world, relation) => ({ rollout: among(rollouts, relation) }),
  lookup: (_world, relation, family) => ({ lookup: relation === 'missing' ? nobody : lookupOf(family[relation]) }),
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
  invitation: (world, relation) => ({ invitation: among(world.invitations, relation) }),
  ownSignIn: (_world, relation, family) => ({ signIn: relation === 'missing' ? nobody : family[relation] }),
  auditEntry: (_world, relation) =>
    relation === 'missing' ? { at: '2026-01-01T00:00:00Z', entry: nobody } : auditEntries[of[relation]],
  ownExport: (_world, relation, { exports }) => ({ export: relation === 'missing' ? nobody : exports?.[relation] }),
  ownTrial: (_world, relation, { trials }) => ({ trial: relation === 'missing' ? nobody : trials?.[relation] }),
  run: (world, relation) => ({ run: among(world.runs, relation) }),
  alarm: (_world, relation) => ({
    alarm: { own: alarms['acme-corp'], foreign: alarms['other-isp'], missing: nobody }[relation],
  }),
  site: (_world, relation) => ({
    site: { own: sites['acme-corp'], foreign: sites['other-isp'], missing: nobody }[relation],
  }),
  bulkRun: (world, relation) => ({
    bulkRun: { own: world.bulkRuns['acme-corp'], foreign: world.bulkRuns['other-isp'], missing: nobody }[relation],
  }),
  session: (world, relation) => ({
    session: { own: world.sessions['acme-corp'], foreign: world.sessions['other-isp'], missing: nobody }[relation],
  }),
  // It belongs to no customer, so none is foreign.
  webhook: (_world, relation) => ({ webhook: relation === 'missing' ? nobody : webhookId }),
  reach: () => ({}),
  self: () => ({}),
};

const of = { own: 'acme-corp', foreign: 'other-isp' } as const;

const among = (things: Readonly<Record<'acme-corp' | 'other-isp', string>>, relation: Relation): string =>
  relation === 'missing' ? nobody : things[of[relation]];

const deviceOf = (world: World, relation: Relation): string =>
  (relation === 'own'
    ? world.devices['acme-corp'][0]
    : relation === 'foreign'
      ? world.devices['other-isp'][0]
      : nobody) ?? nobody;

/** What such an input names has to belong to the same customer. */
const namedInputs: Readonly<Record<string, (world: World, of: 'acme-corp' | 'other-isp') => Record<string, unknown>>> =
  {
    'bulkRuns.start': (world, of) => ({ action: 'sys.overview', devices: [world.devices[of][2]] }),
    'sessions.run': (world, of) => ({ runs: [{ device: world.devices[of][0], action: 'sys.overview' }] }),
    'sessions.addDevices': (world, of) => ({ devices: [world.devices[of][1]] }),
    'credentials.replace': (_world, of) => ({
      credentials: credentialSets[of],
      read: { name: 'reader', password: 'reads' },
    }),
    'enrolment.confirm': (world, of) => ({ seen: [{ device: world.devices[of][0], pin: shownPin }] }),
    'enrolment.restore': (_world, of) => ({ device: archivedDevices[of] }),
    'sites.restore': (_world, of) => ({ site: archivedSites[of] }),
    'people.setCustomers': (_world, of) => ({ customers: of === 'acme-corp' ? [of] : ['acme-corp'] }),
    'rollouts.ask': (world, of) => ({
      ...{ template: 'system.ntp', values: { servers: ['192.0.2.1'] }, devices: [world.devices[of][0]] },
    }),
    'rollouts.authorise': (_world, of) => ({ digest: rolloutDigests[of] }),
    'rollouts.breakGlass': (_world, of) => ({ digest: rolloutDigests[of] }),
    'changes.authorise': (_world, of) => ({ digest: digestOf(changes[of]) }),
    'changes.breakGlass': (_world, of) => ({ digest: digestOf(changes[of]) }),
    'changes.authoriseOnCall': (_world, of) => ({ digest: digestOf(changes[of]) }),
    'customers.nameOnCall': () => ({ ...nameable }),
    'changes.override': (_world, of) => ({ digest: digestOf(changes[of]) }),
    'sessions.handOver': (world) => ({ to: world.people.superAdmin.personId }),
  };

interface InputOf {
  readonly world: World;
  readonly path: string;
  readonly scope: string;
  readonly relation: Relation;
  readonly family: Belongings;
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

/** Calls these doors as each of these roles for a thing of the own customer, of another's and of nobody's. */
export async function runMatrix(
  database: TestDatabase,
  { createCaller }: Pick<typeof import('@/server/api/root'), 'createCaller'>,
  { doors, who = roles }: { readonly doors: readonly Door[]; readonly who?: readonly Role[] },
): Promise<Cell[]> {
  await database.owner`truncate app.customer, app.person cascade`;
  const world = await makeWorld(database);
  await furnish(database, world);
  const before = await foreignState(database, world);
  const cells: Cell[] = [];
  for (const { path, meta, isMutation } of doors) {
    if (meta.scope === null) continue;
    for (const role of who) {
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
  const family = await belongingsOf(call, person);
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

/** A version as the door needs it, written by the Super Admin of the world and reviewed by another. */
async function makeVersionFor({ owner }: TestDatabase, { people }: World, path: string): Promise<void> {
  await owner`delete from app.template_version`;
  const states = { publish: 'inReview', sendBack: 'inReview', retire: 'published' } as const;
  const [, door = ''] = path.split('.');
  const state = Object.entries(states).find(([name]) => name === door)?.[1] ?? 'draft';
  const reviewer = await makePerson(owner, 'superAdmin', []);
  await makeVersion(owner, { author: people.superAdmin, reviewer, state });
}

/** What each cell's person has for themselves, and somebody else. */
async function belongingsOf({ database, world, path, scope }: MatrixCall, person: Principal): Promise<Belongings> {
  const { admin } = world.people;
  const family = { own: await makeFamily(database.owner, person.personId), foreign: admin.familyId };
  if (scope === 'lookup') await makeLookups(database, world, person, family);
  const { by, tier } = await askerOf({ database, world, path }, person);
  if (scope === 'change') {
    const [isLockout, isMade] = [path === 'changes.override', path === 'changes.revert'];
    await makeChanges(database, world, { by, tier, isLockout, isMade });
  }
  await putOnCall({ database, world, path }, person);
  if (scope === 'rollout') await makeRollouts(database, world, { by, tier, stand: standFor(path) });
  if (path.startsWith('templateVersions.')) await makeVersionFor(database, world, path);
  if (path === 'invitations.join') await inviteTo(database, person);
  if (path === 'customers.erase' || path.endsWith('.breakGlass')) await givePassword(database, person.personId);
  if (scope === 'ownTrial') {
    const { superAdmin } = world.people;
    const own = await trialOf(database.owner, person.role === 'superAdmin' ? person : superAdmin);
    return { ...family, trials: { own, foreign: await trialOf(database.owner, superAdmin) } };
  }
  if (scope !== 'ownExport') return family;
  return { ...family, exports: { own: await exportOf(database, person), foreign: await exportOf(database, admin) } };
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
    changes['other-isp'],
    rollouts['other-isp'],
    world.bulkRuns['other-isp'],
    world.sessions['other-isp'],
    world.operators['other-isp'],
    world.invitations['other-isp'],
    archivedDevices['other-isp'],
    credentialSets['other-isp'],
    sites['other-isp'],
    alarms['other-isp'],
    archivedSites['other-isp'],
    auditEntries['other-isp'].entry,
    ...world.devices['other-isp'],
  ];
  return foreign.some((word) => answer?.includes(word));
}

/** The golden file: one line per door, one for each role that called it; three relations where the scope has them. */
export function written(cells: readonly Cell[], doors: readonly Door[]): string {
  const lines = doors
    .filter(({ meta }) => meta.scope !== null)
    .map(({ path, meta }) => {
      const audit = typeof meta.audit === 'string' ? meta.audit : `silent: ${meta.audit.silent}`;
      const columns = roles.flatMap((role) => {
        const mine = cells.filter((cell) => cell.door === path && cell.role === role);
        if (mine.length === 0) return [];
        return `${role}=${mine.map(({ relation, outcome }) => (mine.length === 1 ? outcome : `${relation}:${outcome}`)).join(',')}`;
      });
      return `${path}  ${meta.permission}  ${meta.scope}  ${audit}\n    ${columns.join('\n    ')}\n`;
    });
  const strays = cells.filter(({ door }) => door === '*').map(({ outcome }) => `STRAY ${outcome}\n`);
  return [...lines, ...strays].join('');
}

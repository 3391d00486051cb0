import { beforeAll, expect, test } from 'vitest';
import type { Principal } from '@/core/access';
import { appRouter, createCaller } from '@/server/api/root';
import { makeChanges } from '../../support/changes';
import type { TestDatabase } from '../../support/database';
import { doorsOf, inputFor } from '../../support/matrix';
import { alarmOf, makeLookups, sites, webhookOf } from '../../support/matrix-world';
import { makeRollouts, standFor } from '../../support/rollouts';
import { contextFor, makePerson, makeWorld, type World } from '../../support/world';
import { world as withKeys } from '../auth/world';

let database: TestDatabase;
let world: World;

beforeAll(async () => {
  database = await withKeys();
  world = await makeWorld(database);
  await database.owner`insert into app.customer (slug, name, archived_at) values ('gone-isp', 'gone-isp', now())`;
  await database.owner`insert into app.site (id, customer_id, name)
    values (${sites['acme-corp']}, ${world.customers['acme-corp']}, 'Tower')`;
  await database.owner.unsafe(alarmOf('acme-corp', world.customers));
  await database.owner.unsafe(webhookOf(world.people.superAdmin));
});

/** Every row that a field too many could have changed; the callers themselves aside. */
const sums = async (): Promise<Record<string, unknown>> => {
  const [row] = await database.owner`select
    (select md5(string_agg(d::text, '' order by id)) from app.device d) as device,
    (select md5(string_agg(s::text, '' order by id)) from app.site s) as site,
    (select md5(string_agg(a::text, '' order by id)) from app.alarm a) as alarm,
    (select md5(string_agg(c::text, '' order by id)) from app.customer c) as customer,
    (select md5(string_agg(i::text, '' order by id)) from app.invitation i) as invitation,
    (select md5(string_agg(p::text, '' order by id)) from app.person p
      where id = any (${[...Object.values(world.operators), ...Object.values(world.people).map(({ personId }) => personId)]})) as person,
    (select md5(string_agg(m::text, '' order by m::text)) from app.membership m) as membership`;
  return { ...row };
};

const smuggled = {
  role: 'superAdmin',
  customerIds: [],
  id: 'x',
  createdAt: '2001-01-01',
  approvedBy: 'me',
  customer_id: 'x',
  __proto__x: 1,
};

function doorOf(context: Parameters<typeof createCaller>[0], path: string) {
  const [router = '', procedure] = path.split('.');
  // safe: the path comes from the router itself.
  const nodes = createCaller(context) as unknown as Record<
    string,
    Record<string, (input: unknown) => Promise<unknown>>
  >;
  const door = procedure === undefined ? nodes[router] : nodes[router]?.[procedure];
  if (typeof door !== 'function') throw new Error(`no door ${path}`);
  return door;
}

/** Of each cell's own: what the door names has to be there, and to stand as the door needs it. */
async function makeWhatIsNamed(scope: string, path: string, person: Principal): Promise<void> {
  const family = { own: person.familyId, foreign: person.familyId };
  if (scope === 'lookup') await makeLookups(database, world, person, family);
  if (scope === 'rollout') await makeRollouts(database, world, { by: person, stand: standFor(path) });
  if (scope === 'change') await makeChanges(database, world, { by: person, isMade: false });
}

test('no door takes a field it does not name', async () => {
  const accepted: string[] = [];
  const before = await sums();
  for (const { path, meta } of doorsOf(appRouter)) {
    if (meta.scope === null) continue;
    for (const [field, value] of Object.entries(smuggled)) {
      const person = await makePerson(database.owner, 'superAdmin', []);
      const family = { own: person.familyId, foreign: person.familyId };
      await makeWhatIsNamed(meta.scope, path, person);
      const whole = inputFor({ world, path, scope: meta.scope, relation: 'own', family });
      // Some doors are there to give a role.
      if (field in whole) continue;
      const input = { ...whole, [field]: value };
      const door = doorOf(contextFor(person), path);
      await door(input).then(
        () => accepted.push(`${path} takes ${field}`),
        (error: { code?: string }) =>
          error.code === 'BAD_REQUEST' || accepted.push(`${path} answers ${error.code} to ${field}`),
      );
    }
  }
  expect(accepted).toEqual([]);
  expect(await sums()).toEqual(before);
});

/** What each door of strangers is sent: all that it asks for, and nothing that is worth anything. */
const toStrangers: Readonly<Record<string, Record<string, unknown>>> = {
  'auth.signIn': { email: 'nobody@example.net', password: 'x' },
  'auth.refresh': { refreshToken: 'x', requestKey: 'x'.repeat(16) },
  'auth.changePassword': { email: 'nobody@example.net', password: 'x', newPassword: 'tulip gravel nine cobalt' },
  'auth.openReset': { secret: `rst1.${'A'.repeat(43)}` },
  'auth.resetPassword': { secret: `rst1.${'A'.repeat(43)}`, password: 'tulip gravel nine cobalt' },
  'invitations.open': { secret: `inv1.${'A'.repeat(43)}` },
  'invitations.accept': { secret: `inv1.${'A'.repeat(43)}`, name: 'X', password: 'tulip gravel nine cobalt' },
  'setup.open': { token: 'x' },
  'setup.finish': {
    token: 'x',
    name: 'X',
    email: 'x@example.net',
    password: 'tulip gravel nine cobalt',
    publicUrl: 'https://x.example',
  },
};

test('nor does a door of strangers', async () => {
  const open = doorsOf(appRouter).filter(({ meta }) => meta.scope === null);
  expect(Object.keys(toStrangers).sort()).toEqual(open.map(({ path }) => path).sort());
  const codeOf = (path: string, input: object) =>
    doorOf(
      contextFor(null),
      path,
    )(input).then(
      () => 'ok',
      ({ code }) => code,
    );
  for (const [path, input] of Object.entries(toStrangers)) {
    // Whole as it is, it is refused for what it is worth.
    expect([path, await codeOf(path, input)]).toEqual([path, expect.stringMatching(/^(UNAUTHORIZED|FORBIDDEN)$/)]);
    for (const [field, value] of Object.entries({ ...smuggled, customers: ['acme-corp'], email: 'y@example.net' }))
      if (!(field in input))
        expect([path, field, await codeOf(path, { ...input, [field]: value })]).toEqual([path, field, 'BAD_REQUEST']);
  }
});

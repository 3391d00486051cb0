import type { Sql } from '@/server/db/connection';
import { digestOf } from '../../support/changes';
import type { World } from '../../support/world';
import { rolloutWays } from './rollout-ways';
import type { Way } from './ways';

/* Ways past the second wall to what is changed on routers, and to who allowed it; see ways.ts. */

const slugs = ['acme-corp', 'other-isp'] as const;
type Slug = (typeof slugs)[number];
type Asker = 'superAdmin' | 'operator';

/** A change's id says whose it is: of the first customer or the second, by a Super Admin or an Operator. */
const changeOf = (slug: Slug, asker: Asker): string =>
  `00000000-0000-4000-8000-0000000${slugs.indexOf(slug)}${asker === 'operator' ? 1 : 2}00c`;

/** How many changes of each customer `fillChanges` makes. */
export const changesOfEach = 2;

/** In each customer one by the Operator of the first, which waits for somebody who authorises it, and one that has expired. */
export async function fillChanges(owner: Sql, world: World): Promise<void> {
  for (const slug of slugs)
    for (const asker of ['superAdmin', 'operator'] as const) {
      const id = changeOf(slug, asker);
      await owner.unsafe(insertChange(world, slug, { by: world.people[asker].personId, id: `'${id}'` }));
      await owner`update app.change set state = 'previewed', preview_sealed = '\\x00', previewed_at = app.now(), tier = 'W2',
        digest = ${digestOf(id)}, expires_at = app.now() + interval '1 hour' where id = ${id}`;
      await owner.unsafe(insertStage(world, slug, asker, 1));
      if (asker === 'superAdmin')
        await owner`update app.change set state = 'expired', ended_at = now() where id = ${id}`;
    }
}

export const insertChange = (
  world: World,
  slug: Slug,
  { by, id = 'gen_random_uuid()' }: { readonly by: string; readonly id?: string },
): string => `insert into app.change (id, customer_id, device_id, template_id, template_version, params_sealed, asked_by)
  values (${id}, '${world.customers[slug]}', '${world.devices[slug][0]}', 'subscriber.suspend', 1, '\\x00', '${by}')`;

const insertStage = (world: World, slug: Slug, asker: Asker, number: number): string =>
  `insert into app.change_stage (change_id, number, customer_id, stage)
   values ('${changeOf(slug, asker)}', ${number}, '${world.customers[slug]}', 'begun')`;

export const authorise = (by: string): string => `update app.change set state = 'authorised', authorised_by = '${by}'`;
export const withdraw = (by: string): string => `update app.change set state = 'withdrawn', withdrawn_by = '${by}'`;

export const reject = (by: string): string =>
  `update app.change set state = 'rejected', rejected_by = '${by}', reason = 'Not today.'`;

export const breakGlass = (by: string): string =>
  `update app.change set state = 'authorised', authorised_by = '${by}', is_break_glass = true, reason = 'Nobody else is here.'`;

/** Says nothing new of any of them; whoever may only decide on some may not even that. */
const touch = 'update app.change set withdrawn_by = null';

/** What nobody but its work says of a change. */
const waysOfPeople = (world: World, other: string): Way[] => [
  { name: 'touches changes without deciding on them', statement: touch },
  { name: 'asks for changes in another name', statement: insertChange(world, 'acme-corp', { by: other }) },
  { name: 'authorises in another name', statement: `${authorise(other)} where state = 'previewed'` },
  { name: 'rejects in another name', statement: `${reject(other)} where state = 'previewed'` },
  { name: 'says that something was reached', statement: insertStage(world, 'acme-corp', 'operator', 7) },
];

export function changeWaysOfPerson(world: World, role: 'admin' | 'operator' | 'viewer'): Way[] {
  const { personId } = world.people[role];
  const isViewer = role === 'viewer';
  return [
    ...waysOfPeople(world, world.people.superAdmin.personId),
    ...rolloutWays.ofPerson(world, role),
    { name: 'asks for foreign changes', statement: insertChange(world, 'other-isp', { by: personId }) },
    {
      name: 'asks for changes',
      statement: insertChange(world, 'acme-corp', { by: personId }),
      most: isViewer ? 0 : 1,
    },
  ];
}

export const changeWaysOfSuperAdmin = (world: World): Way[] => [
  ...waysOfPeople(world, world.people.admin.personId),
  ...rolloutWays.ofSuperAdmin(world),
];

export function changeWaysOfWork(world: World): Way[] {
  return [
    ...rolloutWays.ofWork(world),
    {
      name: 'moves foreign changes',
      statement: `update app.change set fault_code = 'timedOut'`,
      most: changesOfEach,
    },
    { name: 'tells the stages of foreign changes', statement: insertStage(world, 'other-isp', 'operator', 7) },
    {
      name: 'asks for changes',
      statement: insertChange(world, 'acme-corp', { by: world.people.operator.personId }),
    },
  ];
}

export const changeWaysOfJob: readonly Way[] = [
  ...rolloutWays.ofJob,
  {
    name: 'touches changes that have ended',
    statement: `update app.change set fault_code = 'cut' where state = 'expired'`,
  },
  {
    name: 'touches changes that go on',
    statement: `update app.change set fault_code = 'cut' where state = 'previewed'`,
  },
];

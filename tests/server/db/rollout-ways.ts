import type { Sql } from '@/server/db/connection';
import type { World } from '../../support/world';
import type { Way } from './ways';

/* Ways past the second wall to one template on many devices, and to who allowed it; see ways.ts. */

const slugs = ['acme-corp', 'other-isp'] as const;
type Slug = (typeof slugs)[number];

/** How many rollouts of each customer `fillRollouts` makes. */
const rolloutsOfEach = 2;

export const insertRollout = (world: World, slug: Slug, by: string): string => `
  insert into app.rollout (customer_id, template_id, template_version, wave_size, device_count, is_wide, asked_by)
  values ('${world.customers[slug]}', 'system.ntp', 2, 5, 1, false, '${by}')`;

/** In each customer one that the Super Admin asked for, and one by an Admin. */
export async function fillRollouts(owner: Sql, world: World): Promise<void> {
  for (const slug of slugs)
    for (const asker of ['superAdmin', 'admin'] as const)
      await owner.unsafe(insertRollout(world, slug, world.people[asker].personId));
}

const run = (by: string): string =>
  `update app.rollout set state = 'running', authorised_by = '${by}', digest = '${'0'.repeat(64)}'`;

/** What nobody but whoever decides says of a rollout, in their own name. */
const waysOfPeople = (world: World, other: string): Way[] => [
  { name: 'touches rollouts without deciding on them', statement: 'update app.rollout set withdrawn_by = null' },
  { name: 'asks for rollouts in another name', statement: insertRollout(world, 'acme-corp', other) },
  {
    name: 'withdraws rollouts in another name',
    statement: `update app.rollout set state = 'withdrawn', withdrawn_by = '${other}' where asked_by = '${other}'`,
  },
  { name: 'gives a rollout more time', statement: `update app.rollout set runs_until = now() + interval '1 year'` },
];

function ofPerson(world: World, role: 'admin' | 'operator' | 'viewer'): Way[] {
  const { personId } = world.people[role];
  return [
    ...waysOfPeople(world, world.people.superAdmin.personId),
    { name: 'asks for foreign rollouts', statement: insertRollout(world, 'other-isp', personId) },
    {
      name: 'asks for rollouts',
      statement: insertRollout(world, 'acme-corp', personId),
      most: role === 'viewer' ? 0 : 1,
    },
  ];
}

const ofSuperAdmin = (world: World): Way[] => waysOfPeople(world, world.people.admin.personId);

const ofWork = (world: World): Way[] => [
  { name: 'moves foreign rollouts', statement: `update app.rollout set state = 'done'`, most: rolloutsOfEach },
  { name: 'authorises rollouts', statement: run(world.people.superAdmin.personId) },
  { name: 'asks for rollouts', statement: insertRollout(world, 'acme-corp', world.people.operator.personId) },
];

const ofJob: readonly Way[] = [
  { name: 'ends rollouts', statement: `update app.rollout set state = 'done'` },
  { name: 'reads who authorised rollouts', statement: 'select authorised_by from app.rollout' },
];

/** By who tries them. */
export const rolloutWays = { ofPerson, ofSuperAdmin, ofWork, ofJob };

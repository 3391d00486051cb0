import type { Sql } from '@/server/db/connection';
import type { World } from '../../support/world';
import type { Way } from './ways';

/* Ways past the second wall to who was looked for, and by whom; see ways.ts. */

const slugs = ['acme-corp', 'other-isp'] as const;
type Slug = (typeof slugs)[number];
type Asker = 'superAdmin' | 'operator';

/** A lookup's id says whose it is: of the first customer or the second, by a Super Admin or an Operator. */
const lookupOf = (slug: Slug, asker: Asker): string =>
  `00000000-0000-4000-8000-0000000${slugs.indexOf(slug)}${asker === 'operator' ? 1 : 2}00d`;

/** In each customer one by a Super Admin, which has ended, and one by the Operator of the first; each with an answer. */
export async function fillLookups(owner: Sql, world: World): Promise<void> {
  for (const slug of slugs)
    for (const asker of ['superAdmin', 'operator'] as const) {
      const [id, customer] = [lookupOf(slug, asker), world.customers[slug]];
      const hasEnded = asker === 'superAdmin';
      await owner`insert into app.lookup (id, customer_id, asked_by, kind, subject_sealed, state, ended_at)
        values (${id}, ${customer}, ${world.people[asker].personId}, 'name', '\\x00', ${hasEnded ? 'done' : 'intended'},
          ${hasEnded ? new Date() : null})`;
      await owner`insert into app.lookup_answer (lookup_id, device_id, customer_id, hit_count, took_ms)
        values (${id}, ${world.devices[slug][0] ?? ''}, ${customer}, 0, 7)`;
    }
}

export const insertLookup = (customer: string, by: string): string =>
  `insert into app.lookup (id, customer_id, asked_by, kind, subject_sealed)
   values (gen_random_uuid(), '${customer}', '${by}', 'name', '\\x00')`;

export const insertAnswer = (world: World, slug: Slug): string =>
  `insert into app.lookup_answer (lookup_id, device_id, customer_id, hit_count, took_ms)
   values ('${lookupOf(slug, 'operator')}', '${world.devices[slug][1]}', '${world.customers[slug]}', 0, 7)`;

export const askToStop = 'update app.lookup set stop_asked_at = now()';

export function lookupWaysOfPerson(world: World, role: 'admin' | 'operator' | 'viewer'): Way[] {
  const { personId } = world.people[role];
  const other = world.people.superAdmin.personId;
  const [mine, theirs] = [world.customers['acme-corp'], world.customers['other-isp']];
  return [
    ...seesOthers(personId, lookupOf('acme-corp', 'superAdmin')),
    {
      name: 'sees own lookups of a foreign customer',
      statement: `select from app.lookup where customer_id = '${theirs}'`,
    },
    { name: 'sees foreign answers', statement: `select from app.lookup_answer where customer_id = '${theirs}'` },
    { name: 'looks at foreign devices', statement: insertLookup(theirs, personId) },
    { name: 'looks in another name', statement: insertLookup(mine, other) },
    { name: 'looks', statement: insertLookup(mine, personId), most: role === 'viewer' ? 0 : 1 },
    { name: 'stops lookups of others', statement: askToStop, most: role === 'operator' ? 1 : 0 },
    { name: 'answers a lookup', statement: insertAnswer(world, 'acme-corp') },
  ];
}

export function lookupWaysOfSuperAdmin(world: World): Way[] {
  const { personId } = world.people.superAdmin;
  return [
    ...seesOthers(personId, lookupOf('acme-corp', 'operator')),
    {
      name: 'looks in another name',
      statement: insertLookup(world.customers['acme-corp'], world.people.admin.personId),
    },
    { name: 'stops lookups of others', statement: askToStop, most: 2 },
  ];
}

const seesOthers = (personId: string, lookup: string): Way[] => [
  { name: 'sees lookups of others', statement: `select from app.lookup where asked_by <> '${personId}'` },
  { name: 'sees answers to others', statement: `select from app.lookup_answer where lookup_id = '${lookup}'` },
];

export function lookupWaysOfWork(world: World): Way[] {
  const theirs = world.customers['other-isp'];
  return [
    { name: 'sees foreign lookups', statement: `select from app.lookup where customer_id = '${theirs}'` },
    { name: 'takes foreign lookups', statement: 'update app.lookup set device_count = 1', most: 2 },
    { name: 'answers foreign lookups', statement: insertAnswer(world, 'other-isp') },
    { name: 'looks', statement: insertLookup(world.customers['acme-corp'], world.people.operator.personId) },
    { name: 'sees foreign answers', statement: `select from app.lookup_answer where customer_id = '${theirs}'` },
    { name: 'seals foreign answers anew', statement: 'update app.lookup_answer set hits_sealed = null', most: 2 },
    { name: 'changes answers', statement: 'update app.lookup_answer set hit_count = 0' },
  ];
}

export const lookupWaysOfJob: readonly Way[] = [
  {
    name: 'ends lookups that have ended',
    statement: `update app.lookup set state = 'interrupted', ended_at = now()`,
    most: 2,
  },
  { name: 'says that lookups are done', statement: `update app.lookup set state = 'done', ended_at = now()` },
  { name: 'forgets lookups of the day', statement: 'delete from app.lookup' },
  ...['asked_by', 'kind', 'subject_sealed'].map((column) => ({
    name: `reads a lookup's ${column}`,
    statement: `select ${column} from app.lookup`,
  })),
];

import type { Sql } from '@/server/db/connection';
import { makeVersion } from '../../support/templates';
import { makePerson, type World } from '../../support/world';
import type { Way } from './ways';

/* Ways past the second wall to templates of somebody's own, and to trials of them; see ways.ts. */

/** A draft, one that is published, and one trial each of the Super Admin and of another, of which that one is over. */
export async function fillTemplates(owner: Sql, { people: { superAdmin: author } }: World): Promise<void> {
  const reviewer = await makePerson(owner, 'superAdmin', []);
  await makeVersion(owner, { author, id: 'own.drafted' });
  await makeVersion(owner, { author, reviewer, state: 'published', id: 'own.published' });
  for (const { personId } of [author, reviewer])
    await owner.begin(async (sql) => {
      await sql`select set_config('app.person_id', ${personId}, true)`;
      await sql.unsafe(insertTrial(personId));
    });
  await owner`update app.template_trial set state = 'ended', outcome = '{}', ended_at = now() where person_id = ${reviewer.personId}`;
}

const insertTrial = (by: string): string => `
  insert into app.template_trial (id, person_id, document, values, router_os) values (gen_random_uuid(), '${by}', '{}', '{}', '7.24')`;
const begin = `insert into app.template_version (template_id, document) values ('own.of-a-way', '{}')`;

const notPublished: Way = {
  name: 'sees what is not published',
  statement: `select from app.template_version where state not in ('published', 'retired')`,
};

const ofOthers: readonly Way[] = [
  notPublished,
  { name: 'begins templates', statement: begin },
  { name: 'moves templates', statement: 'update app.template_version set reason = reason' },
  { name: 'forgets templates', statement: 'delete from app.template_version' },
];

const trials: Way = { name: 'sees trials', statement: 'select from app.template_trial' };

export const ofPerson = (role: 'admin' | 'operator' | 'viewer'): readonly Way[] => [
  ...ofOthers,
  trials,
  ...(role === 'viewer' ? [{ name: 'sees templates', statement: 'select from app.template_version' }] : []),
];

export const ofWork: readonly Way[] = [...ofOthers, trials];

export const ofJob: readonly Way[] = [
  ...ofOthers,
  { name: 'changes trials that have ended', statement: 'update app.template_trial set state = state', most: 1 },
  { name: 'throws trials away before their time', statement: 'delete from app.template_trial' },
];

export const ofSuperAdmin = ({ people: { superAdmin, admin } }: World): readonly Way[] => [
  { name: 'forgets templates', statement: 'delete from app.template_version' },
  {
    name: 'sees trials of others',
    statement: `select from app.template_trial where person_id <> '${superAdmin.personId}'`,
  },
  { name: 'asks for trials in another name', statement: insertTrial(admin.personId) },
  { name: 'says how a trial ended', statement: `update app.template_trial set outcome = '{}'` },
];

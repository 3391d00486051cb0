import type { Principal } from '@/core/access';
import { authoriseOnCall, changes } from './changes';
import type { TestDatabase } from './database';
import { makePerson, type World } from './world';

/* Who asked for the change that a door is about, and who is on call. */

interface Called {
  readonly database: TestDatabase;
  readonly world: World;
  readonly path: string;
}

/** Those below, whose assignments end with each cell. */
export const adminsOfBoth: string[] = [];

/** Whoever was on call for both customers, and is nobody who calls a door. */
async function adminOfAll({ owner }: TestDatabase, { customers }: World): Promise<Principal> {
  const made = await makePerson(owner, 'admin', Object.values(customers));
  adminsOfBoth.push(made.personId);
  return made;
}

/** Whom `customers.nameOnCall` names: an Admin of both customers. */
export const nameable = { admin: '' };

/** Whoever calls is on call, where they can be; what is to be reviewed was authorised so, and has ended. */
export async function putOnCall({ database, world, path }: Called, person: Principal): Promise<void> {
  if (path === 'customers.nameOnCall') nameable.admin = (await adminOfAll(database, world)).personId;
  if (path === 'changes.review')
    for (const id of Object.values(changes)) await authoriseOnCall(database, id, 'applying', 'verified');
  if (path === 'changes.authoriseOnCall' && person.role === 'admin')
    await database.owner`update app.customer set on_call_id = ${person.personId},
      on_call_until = app.now() + interval '8 hours' where slug = 'acme-corp'`;
}

/** Who asked for what a door is about, and of which tier. */
export async function askerOf({ database, world, path }: Called, person: Principal) {
  if (path === 'changes.review') return { by: await adminOfAll(database, world), tier: 'W3' } as const;
  const isAlone = ['.breakGlass', '.override', '.authoriseOnCall'].some((door) => path.endsWith(door));
  // What one asked for oneself is not rejected.
  return { by: path.endsWith('.reject') ? world.people.operator : person, tier: isAlone ? 'W3' : 'W2' } as const;
}

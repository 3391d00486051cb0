import { eq, sql } from 'drizzle-orm';
import type { Role } from '@/core/access';
import { AppError } from '@/core/errors';
import type { CustomerId, CustomerSlug, FamilyId, PersonId } from '@/core/ids';
import { resetHours } from '@/core/people';
import { textArray, uuidArray } from './array';
import { iso, isoOrNull } from './clock';
import type { Transaction } from './connection';
import { underRules } from './rule';
import { person } from './schema/people';

type Db = Transaction['db'];

export interface Person {
  readonly id: PersonId;
  readonly email: string;
  readonly name: string;
  readonly role: Role;
}

/** Whoever asks, as the frame around a page shows them. */
export async function findPerson(db: Db, id: PersonId): Promise<Person> {
  const columns = { id: person.id, email: person.email, name: person.name, role: person.role };
  const [found] = await db.select(columns).from(person).where(eq(person.id, id));
  if (found === undefined) throw new AppError('notFound', 'no such person');
  // safe: the column is the key that the brand names.
  return found as Person;
}

export interface PersonInReach extends Person {
  /** Those that whoever asks reaches, in alphabetical order. */
  readonly customers: CustomerSlug[];
  /** ISO 8601, UTC. */
  readonly disabledAt: string | null;
  readonly createdAt: string;
  /** When they were last seen, and where they are signed in now: for a Super Admin; null for an Admin. */
  readonly lastUsedAt: string | null;
  readonly signIns: number | null;
}

interface Row extends Record<string, unknown>, Person {
  readonly customers: CustomerSlug[];
  readonly signIns: number | null;
  readonly disabledAt: string | null;
  readonly createdAt: string;
  readonly lastUsedAt: string | null;
}

/** Everybody a Super Admin sees, and an Admin those of the own customers, by name; one of them where an id is given. */
export async function peopleInReach(db: Db, which: PersonId | null = null): Promise<PersonInReach[]> {
  const rows = await db.execute<Row>(sql`
    select id, email, name, role, customers, disabled_at as "disabledAt", created_at as "createdAt",
      last_used_at as "lastUsedAt", sign_ins as "signIns"
    from auth.people_in_reach(${which}::uuid)`);
  return rows.map((row) => ({
    ...row,
    disabledAt: isoOrNull(row.disabledAt),
    createdAt: iso(row.createdAt),
    lastUsedAt: isoOrNull(row.lastUsedAt),
  }));
}

/** What the database refuses, by the name of its rule, as a person reads it. */
const sentences = {
  a_super_admin_stays: 'This is the last Super Admin. Make somebody else one first.',
  nobody_disables_themselves: 'Nobody can disable themselves. Another Super Admin can.',
  super_admin_needs_no_customer: 'A Super Admin reaches every customer and is assigned to none.',
  admin_is_assigned_by_super_admins: 'Only a Super Admin assigns an Admin to customers.',
  nobody_changes_their_own_role: 'Nobody changes their own role. Another Super Admin can.',
  customers_are_as_they_were_shown: 'Somebody changed these customers meanwhile. Reload, and set them again.',
  customers_are_in_reach: 'A customer was archived meanwhile. Reload and choose again.',
  disabled_people_get_no_password: 'This person is disabled. Enable them first.',
} as const;

export interface Reassigned {
  readonly before: CustomerSlug[];
  readonly after: CustomerSlug[];
  /** How many signed-in sessions that ended. */
  readonly ended: number;
}

/**
 * Assigns a person to exactly these of the customers in the caller's reach. `shown`: what whoever asks saw; null to set
 * them whatever they are by now. Throws `conflict` where a rule forbids it, or where it was not so any more.
 */
export async function setCustomers(
  db: Db,
  of: PersonId,
  { wanted, shown }: { readonly wanted: readonly CustomerId[]; readonly shown: readonly CustomerSlug[] | null },
): Promise<Reassigned> {
  const seen = shown === null ? sql`null::text[]` : textArray(shown);
  const [done] = await underRules(sentences, () =>
    db.execute<{ before: CustomerSlug[]; after: CustomerSlug[]; ended: number }>(
      sql`select before, after, ended from auth.set_customers(${of}, ${uuidArray(wanted)}, ${seen})`,
    ),
  );
  if (done === undefined) throw new AppError('notFound', 'no such person');
  return done;
}

/** Returns the role before, and how many signed-in sessions ended. Throws `conflict` for the last Super Admin. */
export async function changeRole(db: Db, of: PersonId, role: Role): Promise<{ before: Role; ended: number }> {
  const [done] = await underRules(sentences, () =>
    db.execute<{ before: Role; ended: number }>(sql`select before, ended from auth.change_role(${of}, ${role})`),
  );
  if (done === undefined) throw new AppError('notFound', 'no such person');
  return done;
}

/** Returns how many signed-in sessions ended. Throws `conflict` for the last Super Admin and for oneself. */
export async function disablePerson(db: Db, who: PersonId): Promise<number> {
  const [done] = await underRules(sentences, () =>
    db.execute<{ ended: number }>(sql`select auth.disable_person(${who}) as ended`),
  );
  return done?.ended ?? 0;
}

/** False where they were not disabled. */
export async function enablePerson(db: Db, who: PersonId): Promise<boolean> {
  const [done] = await underRules(sentences, () =>
    db.execute<{ enabled: boolean }>(sql`select auth.enable_person(${who}) as enabled`),
  );
  return done?.enabled === true;
}

/** Keeps the hash of a link to a new password, in the place of one made before. Returns when it ends. */
export async function keepReset(db: Db, of: PersonId, linkHash: Buffer): Promise<string> {
  const [made] = await underRules(sentences, () =>
    db.execute<{ at: string }>(sql`select auth.make_reset(${of}, ${linkHash}, ${resetHours}) as at`),
  );
  if (made === undefined) throw new Error('auth.make_reset returned nothing');
  return iso(made.at);
}

/** Ends one of a person's signed-in sessions, or all of them. Returns how many. */
export async function endSignIns(db: Db, of: PersonId, which: FamilyId | null): Promise<number> {
  const [done] = await underRules(sentences, () =>
    db.execute<{ ended: number }>(sql`select auth.end_sign_ins(${of}, ${which}::uuid) as ended`),
  );
  return done?.ended ?? 0;
}

import { asc, eq } from 'drizzle-orm';
import type { Role } from '@/core/access';
import { AppError } from '@/core/errors';
import type { PersonId } from '@/core/ids';
import type { Transaction } from './connection';
import { customer, membership, person } from './schema/people';

export interface Person {
  readonly id: PersonId;
  readonly email: string;
  readonly name: string;
  readonly role: Role;
}

const columns = { id: person.id, email: person.email, name: person.name, role: person.role };

export async function findPerson(db: Transaction['db'], id: PersonId): Promise<Person> {
  const [found] = await db.select(columns).from(person).where(eq(person.id, id));
  if (found === undefined) throw new AppError('notFound', 'no such person');
  // safe: the column is the key that the brand names.
  return found as Person;
}

/** Everybody, by name, with the slugs of the customers they are assigned to. Only a Super Admin's transaction sees them. */
export async function listPeople(db: Transaction['db']) {
  const [people, assigned] = await Promise.all([
    db
      .select({ ...columns, disabledAt: person.disabledAt, createdAt: person.createdAt })
      .from(person)
      .orderBy(asc(person.name), asc(person.id)),
    db
      .select({ personId: membership.personId, customer: customer.slug })
      .from(membership)
      .innerJoin(customer, eq(customer.id, membership.customerId))
      .orderBy(asc(customer.slug)),
  ]);
  return people.map((one) => ({
    ...one,
    customers: assigned.filter(({ personId }) => personId === one.id).map((row) => row.customer),
  }));
}

import { and, asc, count, eq, isNull } from 'drizzle-orm';
import type { CredentialSetId, CustomerId } from '@/core/ids';
import type { Transaction } from './connection';
import { underRules } from './rule';
import { device } from './schema/devices';
import { credentialSet } from './schema/secrets';

type Db = Transaction['db'];

/** A set as people see it: what is in it is sealed, and only the runner opens it. */
export interface CredentialSet {
  readonly id: CredentialSetId;
  readonly name: string;
  /** ISO 8601, UTC. */
  readonly changedAt: string;
}

const columns = { id: credentialSet.id, name: credentialSet.name, changedAt: credentialSet.changedAt };

/** A customer's sets, by name, with how many devices use each. */
export async function listCredentials(db: Db, customerId: CustomerId) {
  const rows = await db
    .select({ ...columns, devices: count(device.id) })
    .from(credentialSet)
    .leftJoin(device, and(eq(device.credentialSetId, credentialSet.id), isNull(device.archivedAt)))
    .where(eq(credentialSet.customerId, customerId))
    .groupBy(credentialSet.id)
    .orderBy(asc(credentialSet.name));
  // safe: the column is the key that the brand names.
  return rows as (CredentialSet & { devices: number })[];
}

/** Undefined where the customer has none of that id. */
export async function findCredentials(db: Db, customerId: CustomerId, id: CredentialSetId) {
  const [found] = await db
    .select(columns)
    .from(credentialSet)
    .where(and(eq(credentialSet.id, id), eq(credentialSet.customerId, customerId)));
  // safe: as above.
  return found as CredentialSet | undefined;
}

const sentences = {
  credential_set_name_is_unique_per_customer: 'This customer has credentials of that name already.',
};

export interface SealedCredentials {
  readonly id: CredentialSetId;
  readonly customerId: CustomerId;
  readonly name: string;
  readonly readSealed: Buffer;
}

/** Throws `conflict` where the customer has another set of that name. */
export async function addCredentials(db: Db, set: SealedCredentials): Promise<void> {
  // Not with `returning *`: nobody who asks reads what is sealed.
  await underRules(sentences, () => db.insert(credentialSet).values(set));
}

/** Puts another account in the place of the one before; devices are spoken to with it from now on. */
export async function replaceCredentials(
  db: Db,
  { id, customerId, name, readSealed, changedAt }: SealedCredentials & { readonly changedAt: string },
): Promise<boolean> {
  const touched = await underRules(sentences, () =>
    db
      .update(credentialSet)
      .set({ name, readSealed, changedAt })
      .where(and(eq(credentialSet.id, id), eq(credentialSet.customerId, customerId)))
      .returning({ id: credentialSet.id }),
  );
  return touched.length === 1;
}

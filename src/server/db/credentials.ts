import { and, asc, count, eq, isNull } from 'drizzle-orm';
import type { Account } from '@/core/enrolment/accounts';
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
  readonly accounts: Account[];
  /** ISO 8601, UTC. */
  readonly changedAt: string;
}

const columns = {
  id: credentialSet.id,
  name: credentialSet.name,
  changedAt: credentialSet.changedAt,
  hasWrite: credentialSet.hasWrite,
  hasTest: credentialSet.hasTest,
};

/** Of sets what people may read, to be joined: a table is selected whole, and what is sealed is not for them. */
export const peopleSee = (db: Db) =>
  db
    .select({ id: credentialSet.id, hasWrite: credentialSet.hasWrite, hasTest: credentialSet.hasTest })
    .from(credentialSet)
    .as('held');

/** Which accounts a set has, as people may know. */
export const accountsOf = ({
  hasWrite,
  hasTest,
}: {
  readonly hasWrite: boolean;
  readonly hasTest: boolean;
}): Account[] => ['read', ...(hasWrite ? (['write'] as const) : []), ...(hasTest ? (['test'] as const) : [])];

function viewOf({
  id,
  name,
  changedAt,
  ...held
}: Parameters<typeof accountsOf>[0] & Omit<CredentialSet, 'id' | 'accounts'> & { readonly id: string }): CredentialSet {
  // safe: the column is the key that the brand names.
  return { id: id as CredentialSetId, name, changedAt, accounts: accountsOf(held) };
}

/** A customer's sets, by name, with how many devices use each. */
export async function listCredentials(db: Db, customerId: CustomerId) {
  const rows = await db
    .select({ ...columns, devices: count(device.id) })
    .from(credentialSet)
    .leftJoin(device, and(eq(device.credentialSetId, credentialSet.id), isNull(device.archivedAt)))
    .where(eq(credentialSet.customerId, customerId))
    .groupBy(credentialSet.id)
    .orderBy(asc(credentialSet.name));
  return rows.map((row) => ({ ...viewOf(row), devices: row.devices }));
}

/** Undefined where the customer has none of that id. */
export async function findCredentials(db: Db, customerId: CustomerId, id: CredentialSetId) {
  const [found] = await db
    .select(columns)
    .from(credentialSet)
    .where(and(eq(credentialSet.id, id), eq(credentialSet.customerId, customerId)));
  return found && viewOf(found);
}

const sentences = {
  credential_set_name_is_unique_per_customer: 'This customer has credentials of that name already.',
};

export interface SealedCredentials {
  readonly id: CredentialSetId;
  readonly customerId: CustomerId;
  readonly name: string;
  readonly readSealed: Buffer;
  /** Null: there is no such account. */
  readonly writeSealed: Buffer | null;
  readonly testSealed: Buffer | null;
}

/** Throws `conflict` where the customer has another set of that name. */
export async function addCredentials(db: Db, set: SealedCredentials): Promise<void> {
  // Not with `returning *`: nobody who asks reads what is sealed.
  await underRules(sentences, () => db.insert(credentialSet).values(set));
}

export interface CredentialChanges {
  readonly id: CredentialSetId;
  readonly customerId: CustomerId;
  readonly name: string;
  readonly changedAt: string;
  /** Undefined: it stays as it is. Null: it is taken out. */
  readonly readSealed: Buffer | undefined;
  readonly writeSealed: Buffer | null | undefined;
  readonly testSealed: Buffer | null | undefined;
}

/** Puts other accounts in the place of those before; devices are spoken to with them from now on. */
export async function changeCredentials(db: Db, { id, customerId, ...changes }: CredentialChanges): Promise<boolean> {
  const touched = await underRules(sentences, () =>
    db
      .update(credentialSet)
      .set(changes)
      .where(and(eq(credentialSet.id, id), eq(credentialSet.customerId, customerId)))
      .returning({ id: credentialSet.id }),
  );
  return touched.length === 1;
}

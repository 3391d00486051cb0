import { and, desc, eq, gt, isNull, sql } from 'drizzle-orm';
import type { Principal } from '@/core/access';
import type { FamilyId, PersonId } from '@/core/ids';
import { iso } from './clock';
import type { Transaction } from './connection';
import { ownedBy } from './reach';
import { underRules } from './rule';
import { tokenFamily } from './schema/sign-in';

export interface SignIn {
  readonly id: FamilyId;
  readonly address: string;
  readonly agent: string;
  /** ISO 8601, UTC, as the two below. */
  readonly createdAt: string;
  readonly lastUsedAt: string;
  readonly expiresAt: string;
}

const columns = {
  id: tokenFamily.id,
  address: tokenFamily.address,
  agent: tokenFamily.agent,
  createdAt: tokenFamily.createdAt,
  lastUsedAt: tokenFamily.lastUsedAt,
  expiresAt: tokenFamily.expiresAt,
};

/** The caller's own sessions that are still alive, the newest first. */
export async function listSignIns(db: Transaction['db'], me: Principal, id?: FamilyId): Promise<SignIn[]> {
  const rows = await db
    .select(columns)
    .from(tokenFamily)
    .where(
      and(
        ownedBy(me, tokenFamily.personId),
        isNull(tokenFamily.revokedAt),
        gt(tokenFamily.expiresAt, sql`(select app.now())`),
        gt(sql`${tokenFamily.lastUsedAt} + make_interval(secs => ${tokenFamily.idleSeconds})`, sql`(select app.now())`),
        id === undefined ? undefined : eq(tokenFamily.id, id),
      ),
    )
    .orderBy(desc(tokenFamily.createdAt));
  // safe: the column is the key that the brand names.
  return rows as SignIn[];
}

export async function findSignIn(db: Transaction['db'], me: Principal, id: FamilyId): Promise<SignIn | undefined> {
  const [found] = await listSignIns(db, me, id);
  return found;
}

/** The same of somebody else, for a Super Admin. */
export async function signInsOf(db: Transaction['db'], person: PersonId): Promise<SignIn[]> {
  const rows = await underRules({}, () =>
    db.execute<Record<string, unknown> & SignIn>(sql`
      select id, address, agent, created_at as "createdAt", last_used_at as "lastUsedAt", expires_at as "expiresAt"
      from auth.sign_ins_of(${person})`),
  );
  return rows.map((row) => ({
    ...row,
    createdAt: iso(row.createdAt),
    lastUsedAt: iso(row.lastUsedAt),
    expiresAt: iso(row.expiresAt),
  }));
}

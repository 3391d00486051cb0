import { sql } from 'drizzle-orm';
import type { Role } from '@/core/access';
import { AppError } from '@/core/errors';
import type { FamilyId, PersonId } from '@/core/ids';
import type { Detail, Origin } from '../audit/record';
import type { Transaction } from '../db/connection';
import { type AccessToken, issueAccessToken } from './access-token';
import {
  hashRequestKey,
  hashSecret,
  matchesSecret,
  mintRefreshToken,
  parseRefreshToken,
  type RefreshToken,
  sealSuccessor,
  unsealSuccessor,
  writeRefreshToken,
} from './refresh-token';
import type { StrangersDoor } from './strangers-door';

/** What a refresh asks for: the token as it came, and the random key of this one attempt. */
export interface Refresh {
  readonly refreshToken: string;
  readonly requestKey: string;
  readonly origin: Origin;
}

export interface Renewed {
  readonly access: AccessToken;
  readonly refreshToken: string;
  /** Until the refresh token's end, if it is not used before. */
  readonly refreshSeconds: number;
}

/** A spent token came again. Its family was ended, and that has to commit: so this is returned and not thrown. */
export interface Stolen {
  readonly stolen: string;
}

interface Row extends Record<string, unknown> {
  readonly outcome: 'rotated' | 'repeated' | 'reused' | 'ended';
  readonly sealed: Uint8Array | null;
  readonly personId: PersonId;
  readonly familyId: FamilyId;
  readonly role: Role;
  readonly epoch: number;
  readonly expiresIn: number;
  readonly otherAddress: string | null;
  readonly because: string | null;
}

const stolen =
  'This session was ended, because its refresh token was used twice: somebody may have copied it. Sign in again. If you cannot explain it, change your password.';

const notOurs = (): AppError => new AppError('unauthenticated', 'The refresh token is not valid. Sign in again.');

/**
 * Spends a refresh token and gives its one successor; throws AppError('unauthenticated'). What must happen once is decided
 * by one statement in auth.rotate_refresh_token. A wrong secret for a known selector touches nothing: else whoever saw a
 * selector could end a session.
 */
export async function rotate(refresh: Refresh, door: StrangersDoor): Promise<Renewed | Stolen> {
  const presented = parseRefreshToken(refresh.refreshToken);
  if (!presented) throw notOurs();
  const verifiedHash = await door.look((db) => findHash(db, presented));
  if (!verifiedHash || !(await matchesSecret(presented, verifiedHash))) throw notOurs();

  const successor = mintRefreshToken();
  const successorHash = await hashSecret(successor);
  const row = await door.commit(async (db, tell) => {
    const done = await spend(db, { refresh, presented, verifiedHash, successor, successorHash });
    // Nothing was done, so nothing is to be kept.
    if (done.outcome === 'ended') throw new AppError('unauthenticated', sentence(done.because));
    const isReuse = done.outcome === 'reused';
    tell({ target: { kind: 'signIn', id: done.familyId }, detail: detailOf(done) });
    if (isReuse) tell({ event: 'auth.refreshReused', outcome: 'refused', otherAddress: done.otherAddress });
    return done;
  });
  if (row.outcome === 'reused') return { stolen };
  const { personId, familyId, role, epoch } = row;
  const live = row.sealed ? unsealSuccessor(row.sealed, presented, refresh.requestKey) : successor;
  return {
    access: await issueAccessToken({ personId, familyId, role, epoch }),
    refreshToken: writeRefreshToken(live),
    refreshSeconds: row.expiresIn,
  };
}

async function findHash(db: Transaction['db'], presented: RefreshToken): Promise<string | undefined> {
  const [row] = await db.execute<{ hash: string }>(
    sql`select secret_hash as hash from auth.find_refresh_secret(${presented.selector})`,
  );
  return row?.hash;
}

interface Spending {
  readonly refresh: Refresh;
  readonly presented: RefreshToken;
  readonly verifiedHash: string;
  readonly successor: RefreshToken;
  readonly successorHash: string;
}

async function spend(db: Transaction['db'], spending: Spending): Promise<Row> {
  const { refresh, presented, verifiedHash, successor, successorHash } = spending;
  const { requestKey, origin } = refresh;
  const [row] = await db.execute<Row>(sql`
    select outcome, sealed, person_id as "personId", family_id as "familyId", role, epoch, expires_in as "expiresIn",
      other_address as "otherAddress", because
    from auth.rotate_refresh_token(${presented.selector}, ${verifiedHash}, ${hashRequestKey(requestKey)}, ${origin.address},
      ${origin.agent}, ${successor.selector}, ${successorHash}, ${sealSuccessor(successor, presented, requestKey)})`);
  if (!row) throw new Error('auth.rotate_refresh_token returned nothing');
  return row;
}

function detailOf({ outcome, personId }: Row): Detail {
  return outcome === 'reused' ? { person: personId } : { person: personId, repeated: outcome === 'repeated' };
}

/** A person whose session ended by theft is told so, also by the second and every later request that finds it out. */
function sentence(because: string | null): string {
  if (because === 'refresh token reused') return stolen;
  return `This session has ended${because === null ? '' : ` (${because})`}. Sign in again.`;
}

import { sql } from 'drizzle-orm';
import type { Role } from '@/core/access';
import type { FamilyId, PersonId } from '@/core/ids';
import { textArray } from '../db/array';
import type { Transaction } from '../db/open';
import { type AccessToken, issueAccessToken } from './access-token';
import { type Attempt, type Client, type Verified, withVerified, wrong } from './attempt';
import { hashBrowserSecret, mintBrowserSecret } from './known-browser';
import { hashSecret, mintRefreshToken, type RefreshToken, writeRefreshToken } from './refresh-token';
import type { StrangersDoor } from './strangers-door';

export interface SignedIn {
  readonly access: AccessToken;
  readonly refreshToken: string;
  readonly refreshSeconds: number;
  readonly person: { readonly id: PersonId; readonly name: string; readonly email: string; readonly role: Role };
  /** What the browser is from now on known by; null for a program. */
  readonly browserSecret: string | null;
}

interface Opened extends Record<string, unknown> {
  readonly familyId: FamilyId;
  readonly name: string;
  readonly email: string;
  readonly role: Role;
  readonly epoch: number;
  readonly expiresIn: number;
}

/**
 * Signs a person in, or throws as `withVerified` does. An unknown e-mail goes the whole way too.
 */
export function signIn(attempt: Attempt, door: StrangersDoor): Promise<SignedIn> {
  return withVerified(attempt, (begun) => open(attempt, begun, door));
}

async function open(attempt: Attempt, begun: Verified, door: StrangersDoor): Promise<SignedIn> {
  const { personId } = begun;
  const refreshToken = mintRefreshToken();
  const minted = {
    refreshToken,
    secretHash: await hashSecret(refreshToken),
    browserSecret: newBrowser(attempt.client),
  };
  const opened = await door.commit(async (db, tell) => {
    const row = await openFamily(db, { attempt, begun, minted });
    // Changed or disabled while the password was looked at.
    if (!row) throw wrong({ kind: 'person', id: personId });
    tell({ target: { kind: 'person', id: personId }, detail: { signIn: row.familyId, client: attempt.client.kind } });
    return row;
  });
  const { familyId, role, epoch, name, email, expiresIn } = opened;
  return {
    access: await issueAccessToken({ personId, familyId, role, epoch }),
    refreshToken: writeRefreshToken(refreshToken),
    refreshSeconds: expiresIn,
    person: { id: personId, name, email, role },
    browserSecret: minted.browserSecret,
  };
}

const newBrowser = (client: Client): string | null => (client.kind === 'browser' ? mintBrowserSecret() : null);

interface Opening {
  readonly attempt: Attempt;
  readonly begun: Verified;
  readonly minted: {
    readonly refreshToken: RefreshToken;
    readonly secretHash: string;
    readonly browserSecret: string | null;
  };
}

async function openFamily(db: Transaction['db'], { attempt, begun, minted }: Opening): Promise<Opened | undefined> {
  const { origin, client } = attempt;
  const oldBrowser = client.kind === 'browser' ? hashBrowserSecret(client.secret) : null;
  const [row] = await db.execute<Opened>(sql`
    select family_id as "familyId", name, email, role, epoch, expires_in as "expiresIn"
    from auth.finish_sign_in(${begun.personId}, ${begun.passwordHash}, ${textArray(begun.charged)}, ${origin.address},
      ${origin.agent}, ${minted.refreshToken.selector}, ${minted.secretHash}, ${oldBrowser},
      ${hashBrowserSecret(minted.browserSecret)})`);
  return row;
}

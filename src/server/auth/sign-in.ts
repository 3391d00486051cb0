import { sql } from 'drizzle-orm';
import type { Role } from '@/core/access';
import { AppError } from '@/core/errors';
import type { FamilyId, PersonId } from '@/core/ids';
import type { Origin } from '../audit/record';
import { asStranger, type Transaction } from '../db/open';
import { type AccessToken, issueAccessToken } from './access-token';
import { hashBrowserSecret, mintBrowserSecret } from './known-browser';
import { withPasswordPlace } from './password';
import { hashSecret, mintRefreshToken, type RefreshToken, writeRefreshToken } from './refresh-token';
import type { StrangersDoor } from './strangers-door';
import { throttleKeys } from './throttle-keys';

/** Who is at the other end: a browser, with the secret it is known by or null, or a program that keeps no cookies. */
export type Client = { readonly kind: 'browser'; readonly secret: string | null } | { readonly kind: 'program' };

export interface Attempt {
  readonly email: string;
  readonly password: string;
  readonly client: Client;
  readonly origin: Origin;
}

export interface SignedIn {
  readonly access: AccessToken;
  readonly refreshToken: string;
  readonly refreshSeconds: number;
  readonly person: { readonly id: PersonId; readonly name: string; readonly email: string; readonly role: Role };
  /** What the browser is from now on known by; null for a program. */
  readonly browserSecret: string | null;
}

interface Begun extends Record<string, unknown> {
  readonly waitSeconds: number;
  readonly personId: PersonId | null;
  readonly passwordHash: string | null;
  readonly charged: string[];
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
 * Signs a person in, or throws: `unavailable` (the queue is full), `tooMany` (wait, and how long), `unauthenticated` in one
 * sentence whatever is wrong. In this order: a place among those whose password may be looked at, the throttle's charge,
 * the password, the session. An unknown e-mail goes the whole way too.
 */
export function signIn(attempt: Attempt, door: StrangersDoor): Promise<SignedIn> {
  return withPasswordPlace(async (place) => {
    const begun = await begin(attempt);
    const target = begun.personId === null ? null : { kind: 'person', id: begun.personId };
    if (begun.waitSeconds > 0)
      throw new AppError('tooMany', `Too many attempts. Try again in ${spell(begun.waitSeconds)}.`, { target });
    if (!(await place.matches(attempt.password, begun.passwordHash)) || begun.personId === null) throw wrong(target);
    return open(attempt, { ...begun, personId: begun.personId }, door);
  });
}

const wrong = (target: AppError['target']): AppError =>
  new AppError('unauthenticated', 'E-mail or password is wrong.', { target });

const spell = (seconds: number): string =>
  seconds < 100 ? `${seconds} second${seconds === 1 ? '' : 's'}` : `${Math.ceil(seconds / 60)} minutes`;

/** The charge commits by itself, before the password is looked at: a flood of guesses cannot outrun it. */
async function begin({ email, client, origin }: Attempt): Promise<Begun> {
  const browser = client.kind === 'browser' ? hashBrowserSecret(client.secret) : null;
  const [row] = await asStranger(({ db }) =>
    db.execute<Begun>(sql`
      select wait_seconds as "waitSeconds", person_id as "personId", password_hash as "passwordHash", charged
      from auth.begin_sign_in(${email}, ${textArray(throttleKeys(origin.address))}, ${browser})`),
  );
  if (!row) throw new Error('auth.begin_sign_in returned nothing');
  return row;
}

type Known = Begun & { readonly personId: PersonId };

async function open(attempt: Attempt, begun: Known, door: StrangersDoor): Promise<SignedIn> {
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
  readonly begun: Known;
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

/** Drizzle would spread an array into a list of parameters. */
function textArray(texts: readonly string[]) {
  return sql`array[${sql.join(
    texts.map((text) => sql`${text}`),
    sql`, `,
  )}]::text[]`;
}

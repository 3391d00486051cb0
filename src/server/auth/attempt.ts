import { type SQL, sql } from 'drizzle-orm';
import type { Principal } from '@/core/access';
import { AppError } from '@/core/errors';
import type { PersonId } from '@/core/ids';
import type { Origin } from '../audit/record';
import { textArray } from '../db/array';
import { asStranger } from '../db/open';
import { hashBrowserSecret } from './known-browser';
import { withPasswordPlace } from './password';
import type { PasswordPlace } from './password-workers';
import { throttleKeys } from './throttle-keys';

/** Who is at the other end: a browser, with the secret it is known by or null, or a program that keeps no cookies. */
export type Client = { readonly kind: 'browser'; readonly secret: string | null } | { readonly kind: 'program' };

export interface Attempt {
  readonly email: string;
  readonly password: string;
  readonly client: Client;
  readonly origin: Origin;
}

interface Begun extends Record<string, unknown> {
  readonly waitSeconds: number;
  readonly personId: PersonId | null;
  readonly passwordHash: string | null;
  readonly charged: string[];
}

/** Somebody whose password was right: the very hash that was looked at, and what the attempt was charged to. */
export interface Verified {
  readonly personId: PersonId;
  readonly passwordHash: string;
  readonly charged: readonly string[];
}

/**
 * Goes on with whoever the e-mail and password are, or throws: `unavailable` (the queue is full), `tooMany` (wait, and how
 * long), `unauthenticated` in one sentence whatever is wrong. In this order: a place among those whose password may be
 * looked at, the throttle's charge, the password.
 */
export const withVerified = <T>(attempt: Attempt, go: Go<T>): Promise<T> =>
  verified(attempt.password, () => begin(attempt), go);

/** The same of somebody who is signed in already: strangers, who can hold up signing in, do not hold up this. */
export const withConfirmed = <T>(me: Principal, password: string, go: Go<T>): Promise<T> =>
  verified(password, () => begun(sql`auth.begin_confirmation(${me.personId})`), go);

type Go<T> = (verified: Verified, place: PasswordPlace) => Promise<T>;

function verified<T>(password: string, beginning: () => Promise<Begun>, go: Go<T>): Promise<T> {
  return withPasswordPlace(async (place) => {
    const { waitSeconds, personId, passwordHash, charged } = await beginning();
    const target = personId === null ? null : { kind: 'person', id: personId };
    if (waitSeconds > 0)
      throw new AppError('tooMany', `Too many attempts. Try again in ${spell(waitSeconds)}.`, { target });
    const isRight = await place.matches(password, passwordHash);
    if (!isRight || personId === null || passwordHash === null) throw wrong(target);
    return go({ personId, passwordHash, charged }, place);
  });
}

export const wrong = (target: AppError['target']): AppError =>
  new AppError('unauthenticated', 'E-mail or password is wrong.', { target });

const spell = (seconds: number): string =>
  seconds < 100 ? `${seconds} second${seconds === 1 ? '' : 's'}` : `${Math.ceil(seconds / 60)} minutes`;

function begin({ email, client, origin }: Attempt): Promise<Begun> {
  const browser = client.kind === 'browser' ? hashBrowserSecret(client.secret) : null;
  return begun(sql`auth.begin_sign_in(${email}, ${textArray(throttleKeys(origin.address))}, ${browser})`);
}

/** The charge commits by itself, before the password is looked at: a flood of guesses cannot outrun it. */
async function begun(by: SQL): Promise<Begun> {
  const [row] = await asStranger(({ db }) =>
    db.execute<Begun>(sql`
      select wait_seconds as "waitSeconds", person_id as "personId", password_hash as "passwordHash", charged from ${by}`),
  );
  if (!row) throw new Error('the attempt was not charged');
  return row;
}

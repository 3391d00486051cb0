import { AppError } from '@/core/errors';
import type { PersonId } from '@/core/ids';
import { acceptInvitation, openInvitation } from '../db/invitations';
import { nameOf, openReset, replacePassword, spendReset } from '../db/passwords';
import { opensSetup, setUp } from '../db/setup';
import { type Attempt, withVerified, wrong } from './attempt';
import { hashOfSecret, hashOfSetupToken } from './one-time-secret';
import { withPasswordPlace } from './password';
import { acceptPassword, type PasswordOwner } from './password-policy';
import { takePublicUrl } from './public-url';
import type { StrangersDoor } from './strangers-door';

/*
 * The four ways to a password: the setup, an invitation, a link after one was forgotten, and the old one. Each first looks
 * whether the link is worth anything, then hashes while no connection waits, and then takes the link, once.
 */

/** A link that is unknown, spent, revoked or too old: which of these is nobody's business. */
const worthless = (what: string): AppError =>
  new AppError('forbidden', `This ${what} is not valid, or not any more. Ask for a new one.`);
const tokenWorthless = (): AppError =>
  new AppError(
    'forbidden',
    'This setup token is not valid, or not any more. `routeward setup-token` on the machine prints a new one.',
  );

export const invitationWorthless = (): AppError => worthless('invitation');

const hashed = (typed: string, owner: Omit<PasswordOwner, 'hasSecondFactor'>): Promise<string> => {
  // Judged before anything waits: the reason is for whoever typed it.
  const accepted = acceptPassword(typed, { ...owner, hasSecondFactor: false });
  return withPasswordPlace((place) => place.hash(accepted));
};

const personTarget = (id: PersonId) => ({ target: { kind: 'person', id } });

export interface FirstAdmin {
  readonly token: string;
  readonly name: string;
  readonly email: string;
  readonly password: string;
  readonly publicUrl: string;
}

/** Makes the first Super Admin and keeps the public address. Throws `forbidden` for a token that opens nothing. */
export async function finishSetup(first: FirstAdmin, door: StrangersDoor): Promise<void> {
  const tokenHash = hashOfSetupToken(first.token);
  if (!(await door.look((db) => opensSetup(db, tokenHash)))) throw tokenWorthless();
  const passwordHash = await hashed(first.password, first);
  const url = await door.commit(async (db, tell) => {
    const done = await setUp(db, tokenHash, { ...first, passwordHash });
    if (done === null) throw tokenWorthless();
    tell({ ...personTarget(done.id), detail: { role: 'superAdmin', publicUrl: done.publicUrl } });
    return done.publicUrl;
  });
  takePublicUrl(url);
}

/** Leaves its entry: somebody was at the setup. Throws as above. */
export function openSetup(token: string, door: StrangersDoor): Promise<void> {
  return door.commit(async (db) => {
    if (!(await opensSetup(db, hashOfSetupToken(token)))) throw tokenWorthless();
  });
}

/** What an invitation says. Throws `forbidden` for a link that is worth nothing. */
export function readInvitation(secret: string, door: StrangersDoor) {
  return door.commit(async (db, tell) => {
    const found = await openInvitation(db, hashOfSecret(secret));
    if (found === undefined) throw invitationWorthless();
    tell({ target: { kind: 'invitation', id: found.id } });
    return found;
  });
}

/** Makes the person. Throws `forbidden` as above, `conflict` where there is an account of that e-mail. */
export async function accept(
  { secret, name, password }: { secret: string; name: string; password: string },
  door: StrangersDoor,
): Promise<{ email: string }> {
  const linkHash = hashOfSecret(secret);
  const found = await door.look((db) => openInvitation(db, linkHash));
  if (found === undefined) throw invitationWorthless();
  const passwordHash = await hashed(password, { email: found.email, name });
  return door.commit(async (db, tell) => {
    const made = await acceptInvitation(db, linkHash, { name, passwordHash });
    if (made === undefined) throw invitationWorthless();
    tell({ ...personTarget(made.id), detail: { invitation: found.id, role: found.role } });
    return { email: made.email };
  });
}

/** For whom a link to a new password is. Throws `forbidden` for one that is worth nothing. */
export function readReset(secret: string, door: StrangersDoor) {
  return door.commit(async (db, tell) => {
    const found = await openReset(db, hashOfSecret(secret));
    if (found === undefined) throw worthless('link');
    tell(personTarget(found.personId));
    return found;
  });
}

/** Sets the password that a link is for, and ends whatever was signed in. Throws as above. */
export async function reset(
  { secret, password }: { secret: string; password: string },
  door: StrangersDoor,
): Promise<{ email: string }> {
  const linkHash = hashOfSecret(secret);
  const found = await door.look((db) => openReset(db, linkHash));
  if (found === undefined) throw worthless('link');
  const passwordHash = await hashed(password, found);
  return door.commit(async (db, tell) => {
    const done = await spendReset(db, linkHash, passwordHash);
    if (done === undefined) throw worthless('link');
    tell({ ...personTarget(done.personId), detail: { by: 'link' } });
    return { email: done.email };
  });
}

/** Replaces one's own password and ends whatever was signed in. Throws as a sign-in does, and `invalid` for a weak one. */
export function changePassword(
  attempt: Attempt & { readonly newPassword: string },
  door: StrangersDoor,
): Promise<void> {
  const { email, newPassword } = attempt;
  // What is weak for anybody is said before the attempt is charged.
  acceptPassword(newPassword, { email, name: '', hasSecondFactor: false });
  return withVerified(attempt, async ({ personId, passwordHash, charged }, place) => {
    const name = await door.look((db) => nameOf(db, personId, passwordHash));
    const newHash = await place.hash(acceptPassword(newPassword, { email, name, hasSecondFactor: false }));
    await door.commit(async (db, tell) => {
      const isDone = await replacePassword(db, personId, { verifiedHash: passwordHash, newHash, charged });
      if (!isDone) throw wrong({ kind: 'person', id: personId });
      tell(personTarget(personId));
    });
  });
}

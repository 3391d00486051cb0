import { StartError } from '@/core/start-error';
import { asConsole, recordAsConsole } from './console';

export interface PersonFound {
  readonly id: string;
  readonly email: string;
  readonly name: string;
}

/** Whoever has this e-mail address. Throws StartError when nobody has. */
export function findByEmail(ownerUrl: string, email: string): Promise<PersonFound> {
  return asConsole(ownerUrl, async (sql) => {
    const [found] = await sql<PersonFound[]>`
      select id, email, name from app.person where email = ${email.toLowerCase()}`;
    if (found === undefined) throw new StartError(`Nobody has the e-mail address ${email}. Nothing was changed.`);
    return found;
  });
}

/**
 * Sets a password, with its audit entry; what was signed in ends with that, and wrong guesses are forgotten. True when
 * the person is disabled, and so cannot sign in with it yet.
 */
export function setPassword(ownerUrl: string, person: string, passwordHash: string): Promise<{ isDisabled: boolean }> {
  return asConsole(ownerUrl, (sql) =>
    sql.begin(async (transaction) => {
      await transaction`select auth.set_password(${person}, ${passwordHash})`;
      const target = { kind: 'person', id: person };
      await recordAsConsole(transaction, { event: 'auth.passwordReset', target, detail: { by: 'console' } });
      const [now] = await transaction<{ isDisabled: boolean }[]>`
        select disabled_at is not null as "isDisabled" from app.person where id = ${person}`;
      return { isDisabled: now?.isDisabled === true };
    }),
  );
}

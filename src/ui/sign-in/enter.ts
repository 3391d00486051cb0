import { signIn } from './sign-in';

/**
 * Signs in somebody whose password is known to be right, and goes on by a full load. When only that fails, the sign-in
 * page is where to try again: what came before is done, and the form it was done with would be refused now.
 */
export async function enter(email: string, password: string, to: string): Promise<null> {
  const refused = await signIn(email, password);
  location.assign(refused === null ? to : `/login?to=${encodeURIComponent(to)}`);
  return null;
}

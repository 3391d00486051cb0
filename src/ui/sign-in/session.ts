import { type Failure, failureIn, fetchRenewing, unanswered } from '../request';
import { api, failureOf } from '../trpc';

/**
 * Ends this signed-in session and leaves. The sign-in page is loaded anew, so nothing of the console stays in memory.
 * Gives the failure when it is not known to have ended; a session that has ended already counts as signed out.
 */
export async function signOut(): Promise<Failure | null> {
  const headers = { 'content-type': 'application/json' };
  const answer = await fetchRenewing('/api/v1/auth/sign-out', { method: 'POST', headers, body: '{}' }).catch(
    () => null,
  );
  if (answer === null) return unanswered;
  if (!answer.ok && answer.status !== 401) return failureIn(answer);
  location.replace('/login');
  return null;
}

/** Ends every signed-in session of this person, this one included. */
export async function signOutEverywhere(): Promise<Failure | null> {
  try {
    await api.account.signOutEverywhere.mutate();
  } catch (error) {
    return failureOf(error);
  }
  return signOut();
}

import { api } from '../trpc';

/** Ends this signed-in session and leaves; the sign-in page is loaded anew, so nothing of the console stays in memory. */
export async function signOut(): Promise<void> {
  await fetch('/api/v1/auth/sign-out', {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: '{}',
  });
  location.replace('/login');
}

/** Ends every signed-in session of this person, this one included. */
export async function signOutEverywhere(): Promise<void> {
  await api.account.signOutEverywhere.mutate();
  location.replace('/login');
}

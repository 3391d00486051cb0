import { type Failure, failureIn, unanswered } from '../request';
import type { Answer } from './opened-link';

/*
 * What is done with passwords goes to /api/v1/auth, as the sign-in does: one request can try one password there, and
 * a refusal is not answered by renewing a session and asking again.
 */

export interface ResetFor {
  readonly email: string;
  readonly name: string;
  readonly expiresAt: string;
}

/** For whom a link to a new password is. */
export async function openReset(secret: string): Promise<Answer<ResetFor>> {
  const answer = await post('/reset/open', { secret });
  if (!(answer instanceof Response)) return { failure: answer };
  const { email, name, expiresAt }: ResetFor = await answer.json();
  return { value: { email, name, expiresAt } };
}

/** Spends such a link. Null: the password is the new one. */
export async function resetPassword(secret: string, password: string): Promise<Failure | null> {
  return failureAlone(await post('/reset', { secret, password }));
}

/** Null: the password is the new one, and every signed-in session of that person has ended. */
export async function changePassword(email: string, password: string, newPassword: string): Promise<Failure | null> {
  return failureAlone(await post('/change-password', { email, password, newPassword }));
}

const failureAlone = (answer: Response | Failure): Failure | null => (answer instanceof Response ? null : answer);

async function post(path: string, body: Readonly<Record<string, string>>): Promise<Response | Failure> {
  try {
    const answer = await fetch(`/api/v1/auth${path}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });
    return answer.ok ? answer : await failureIn(answer);
  } catch {
    // No connection: whether it was done is not known.
    return unanswered;
  }
}

import { type Failure, failureIn, unanswered } from '../request';

const unreached: Failure = { message: 'The server did not answer. You are not signed in.', requestId: null };

/** Signs in through next-auth's credentials callback, as JSON. Null: signed in, and the cookies are set. */
export async function signIn(email: string, password: string): Promise<Failure | null> {
  try {
    const given = await fetch('/api/auth/csrf');
    if (!given.ok) return await told(given);
    const { csrfToken }: { csrfToken?: unknown } = await given.json();
    const answer = await fetch('/api/auth/callback/credentials', {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ csrfToken, email, password }),
    });
    return answer.ok ? null : await told(answer);
  } catch {
    // No connection, or an answer that is not ours.
    return unreached;
  }
}

async function told(answer: Response): Promise<Failure> {
  const failure = await failureIn(answer);
  return failure === unanswered ? unreached : failure;
}

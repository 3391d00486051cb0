import { refresh } from './refresh';

/** What to tell a person about a request that failed. */
export interface Failure {
  readonly message: string;
  /** `null` when no answer of ours came. */
  readonly requestId: string | null;
}

/** No answer, or one that nobody of us wrote: whether it was done is not known, and that is what is said. */
export const unanswered: Failure = {
  message: 'The server did not answer. Reload the page to see whether it was done.',
  requestId: null,
};

/** Reads `{ message, requestId }` out of an answer; null for what is not one of ours. */
export function readFailure(body: unknown): Failure | null {
  if (typeof body !== 'object' || body === null || !('message' in body) || !('requestId' in body)) return null;
  const { message, requestId } = body;
  return typeof message === 'string' && typeof requestId === 'string' ? { message, requestId } : null;
}

/** The failure that a response holds. */
export async function failureIn(answer: Response): Promise<Failure> {
  try {
    return readFailure(await answer.json()) ?? unanswered;
  } catch {
    // Not JSON: something between us and the server answered in its place.
    return unanswered;
  }
}

/**
 * One request; when the access token has run out it is renewed once and the request repeated. A 401 is decided before
 * anything is done, so repeating loses and doubles nothing, a change included.
 */
export async function fetchRenewing(input: RequestInfo | URL, init?: RequestInit): Promise<Response> {
  const answer = await fetch(input, init);
  return answer.status === 401 && (await refresh()) === 'renewed' ? fetch(input, init) : answer;
}

import { createTRPCClient, httpBatchLink, TRPCClientError } from '@trpc/client';
import type { AppRouter } from '@/server/api/root';
import { refresh } from './refresh';

/** An answer that did not come from a procedure: the front, the limit on bodies, a server without its database. */
class Unserved extends Error {
  constructor(readonly failure: Failure) {
    super(failure.message);
  }
}

/** Reads `{ message, requestId }` out of an answer; null for what is not one of ours. */
function readFailure(body: unknown): Failure | null {
  if (typeof body !== 'object' || body === null || !('message' in body) || !('requestId' in body)) return null;
  const { message, requestId } = body;
  return typeof message === 'string' && typeof requestId === 'string' ? { message, requestId } : null;
}

/**
 * One request; when the access token has run out it is renewed once and the request repeated. A 401 is decided before
 * anything is done, so repeating loses and doubles nothing, a change included.
 */
async function fetchRenewing(input: RequestInfo | URL, asked?: object): Promise<Response> {
  // safe: tRPC makes it for the browser's own fetch; its type differs in what `undefined` may stand for.
  const init = asked as RequestInit;
  const answer = await fetch(input, init);
  const renewed = answer.status === 401 && (await refresh()) !== 'refused' ? await fetch(input, init) : answer;
  if (renewed.ok) return renewed;
  const failure = readFailure(await renewed.clone().json());
  if (failure) throw new Unserved(failure);
  return renewed;
}

/** The way from the browser to the API. Dates travel as ISO strings, so no transformer is needed. */
export const api = createTRPCClient<AppRouter>({
  links: [httpBatchLink({ url: '/api/trpc', maxItems: 10, fetch: fetchRenewing })],
});

export interface Failure {
  readonly message: string;
  /** `null` when the server was never reached. */
  readonly requestId: string | null;
}

/** What to tell a person about a request that failed. */
export function failureOf(error: unknown): Failure {
  if (error instanceof TRPCClientError) {
    if (error.cause instanceof Unserved) return error.cause.failure;
    const failure = readFailure(error.data);
    if (failure) return failure;
  }
  return { message: 'The server did not answer. Reload the page to see whether it was done.', requestId: null };
}

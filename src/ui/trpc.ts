import { createTRPCClient, httpBatchLink, httpSubscriptionLink, splitLink, TRPCClientError } from '@trpc/client';
import type { AppRouter } from '@/server/api/root';
import { type Failure, failureIn, fetchRenewing, readFailure, unanswered } from './request';

/** An answer that no procedure gave: the front's, the limit on bodies, a server without its database. */
class Unserved extends Error {
  constructor(readonly failure: Failure) {
    super(failure.message);
  }
}

async function request(input: RequestInfo | URL, init?: object): Promise<Response> {
  // safe: tRPC makes it for the browser's own fetch; its type differs in what `undefined` may stand for.
  const answer = await fetchRenewing(input, init as RequestInit);
  if (answer.ok) return answer;
  const failure = await failureIn(answer.clone());
  if (failure !== unanswered) throw new Unserved(failure);
  return answer;
}

/** The way from the browser to the API. Dates travel as ISO strings, so no transformer is needed. */
export const api = createTRPCClient<AppRouter>({
  links: [
    splitLink({
      condition: ({ type }) => type === 'subscription',
      true: httpSubscriptionLink({ url: '/api/trpc' }),
      false: httpBatchLink({ url: '/api/trpc', maxItems: 10, fetch: request }),
    }),
  ],
});

export function failureOf(error: unknown): Failure {
  if (!(error instanceof TRPCClientError)) return unanswered;
  if (error.cause instanceof Unserved) return error.cause.failure;
  return readFailure(error.data) ?? unanswered;
}

/** The server's own word for what is wrong, such as `forbidden`; null where no procedure answered. */
export function failureCode(error: unknown): string | null {
  if (!(error instanceof TRPCClientError)) return null;
  const data: unknown = error.data;
  if (typeof data !== 'object' || data === null || !('code' in data)) return null;
  return typeof data.code === 'string' ? data.code : null;
}

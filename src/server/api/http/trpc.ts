import { fetchRequestHandler } from '@trpc/server/adapters/fetch';
import { AppError } from '@/core/errors';
import { appRouter } from '../root';
import { answerError } from './answer';
import { contextOf, decoded, originOf, refuseForeign } from './request';

const endpoint = '/api/trpc';
const largestBatch = 10;

/**
 * Answers /api/trpc/…, the browser's way in. Sign-in has a route of its own and none here: one batch of a thousand
 * sign-ins would be one request.
 */
export async function answerTrpc(request: Request): Promise<Response> {
  try {
    await refuseForeign(request);
    const names = decoded(new URL(request.url).pathname.slice(endpoint.length + 1)).split(',');
    if (names.length > largestBatch) throw new AppError('tooLarge', `At most ${largestBatch} calls in one request.`);
    if (names.some((name) => name.startsWith('auth.')))
      throw new AppError('notFound', 'Sign in, refresh and sign out at /api/v1/auth.');
    const context = await contextOf(request.headers);
    return await fetchRequestHandler({ endpoint, req: request, router: appRouter, createContext: () => context });
  } catch (thrown) {
    return answerError(thrown, originOf(request.headers).requestId);
  }
}

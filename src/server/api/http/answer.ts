import { AppError, type ErrorBody, httpStatus } from '@/core/errors';
import { logFailure } from '../../log';
import { isTraced } from '../door';
import { asAppError } from '../errors';

/** JSON that nobody keeps: what it says is for this person and this moment. */
export function answer(status: number, body: unknown): Response {
  return Response.json(body, { status, headers: { 'cache-control': 'no-store' } });
}

/** The answer to whatever went wrong: `{ code, message, requestId }` and nothing else. */
export function answerError(thrown: unknown, requestId: string): Response {
  const error = asAppError(thrown);
  const { code, message } = error;
  // A door has logged its own failures; this one happened before or around it.
  if ((code === 'internal' || code === 'unavailable') && !isTraced(error)) logFailure(thrown, requestId);
  return answer(httpStatus[code], { code, message, requestId } satisfies ErrorBody);
}

/** What is asked of /api and is nothing there: said in the same words as every other error. */
export function answerNothing(request: Request): Response {
  const { method, url, headers } = request;
  const error = new AppError('notFound', `There is no ${method} ${new URL(url).pathname}.`);
  return answerError(error, headers.get('x-request-id') ?? '');
}

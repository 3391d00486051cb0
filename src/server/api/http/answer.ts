import { type ErrorBody, httpStatus } from '@/core/errors';
import { asAppError } from '../errors';

/** JSON that nobody keeps: what it says is for this person and this moment. */
export function answer(status: number, body: unknown): Response {
  return Response.json(body, { status, headers: { 'cache-control': 'no-store' } });
}

/** The answer to whatever went wrong: `{ code, message, requestId }` and nothing else. */
export function answerError(thrown: unknown, requestId: string): Response {
  const { code, message } = asAppError(thrown);
  return answer(httpStatus[code], { code, message, requestId } satisfies ErrorBody);
}

import { AppError } from '@/core/errors';
import { accessCookie, cookieNames, readCookie, refreshCookie, signedOutCookies } from '@/server/auth/cookies';
import { publicUrl } from '@/server/auth/public-url';
import { asAppError } from '../errors';
import { createCaller } from '../root';
import { answer, answerError } from './answer';
import { withCookies } from './cookies';
import { originOf, refuseForeign } from './request';
import { answerRest } from './rest';

/** Names the attempt; only our own pages send it, so it also tells a browser's refresh from a program's. */
const requestKeyHeader = 'x-request-key';

/**
 * Answers POST /api/v1/auth/refresh. A program sends its token in the body and gets both in the answer. A browser sends
 * its cookie and a key, and gets both as cookies: no script of ours ever holds one. A *refused* refresh takes the cookies
 * away; an error of ours (5xx) never does, for then the next try may well succeed.
 */
export async function answerRefresh(request: Request): Promise<Response> {
  const requestKey = request.headers.get(requestKeyHeader);
  if (requestKey === null || request.headers.has('authorization')) return answerRest(request);
  const ours = publicUrl();
  try {
    await refuseForeign(request);
    await requireEmpty(request);
    const { refreshToken, refreshExpiresAt, accessToken, accessExpiresAt } = await refreshWith(request, requestKey);
    return withCookies(answer(200, { accessExpiresAt, refreshExpiresAt }), [
      accessCookie({ value: accessToken, endsAt: accessExpiresAt }, ours),
      refreshCookie({ value: refreshToken, endsAt: refreshExpiresAt }, ours),
    ]);
  } catch (thrown) {
    const refusal = answerError(thrown, originOf(request.headers).requestId);
    return asAppError(thrown).code === 'unauthenticated' ? withCookies(refusal, signedOutCookies(ours)) : refusal;
  }
}

function refreshWith(request: Request, requestKey: string) {
  const refreshToken = readCookie(request.headers.get('cookie'), cookieNames(publicUrl()).refresh);
  if (!refreshToken) throw new AppError('unauthenticated', 'sign in first');
  return createCaller({ credential: { kind: 'none' }, origin: originOf(request.headers) }).auth.refresh({
    refreshToken,
    requestKey,
  });
}

/** The cookie says it all: a token in the body beside it would leave open which of them is meant. */
async function requireEmpty(request: Request): Promise<void> {
  const text = await request.text();
  if (!/^\s*(\{\s*\})?\s*$/.test(text))
    throw new AppError('invalid', 'Send {} as the body: the token is in the cookie.');
}

import { signedOutCookies } from '@/server/auth/cookies';
import { publicUrl } from '@/server/auth/public-url';
import { withCookies } from './cookies';
import { answerRest } from './rest';

/**
 * Answers POST /api/v1/auth/sign-out. The cookies go when the session has ended. When the access token was too old to end
 * it (401) they stay, so that the browser can refresh once and sign out for good instead of leaving a live session behind.
 */
export async function answerSignOut(request: Request): Promise<Response> {
  const answered = await answerRest(request);
  const isBrowser = !request.headers.has('authorization');
  return answered.ok && isBrowser ? withCookies(answered, signedOutCookies(publicUrl())) : answered;
}

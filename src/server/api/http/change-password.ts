import { z } from 'zod';
import { cookieNames, readCookie } from '@/server/auth/cookies';
import { publicUrl } from '@/server/auth/public-url';
import { createCaller } from '../root';
import { answer, answerError } from './answer';
import { jsonOf, originOf, refuseForeign } from './request';

const Typed = z.strictObject({ email: z.string(), password: z.string(), newPassword: z.string() });

/**
 * POST /api/v1/auth/change-password. Apart from the other calls, because the cookie that says "its owner signed in here
 * before" goes along: whoever guesses from outside must not keep the owner from changing the password.
 */
export async function answerPasswordChange(request: Request): Promise<Response> {
  const origin = originOf(request.headers);
  try {
    await refuseForeign(request);
    const typed = Typed.parse(await jsonOf(request));
    const browser = readCookie(request.headers.get('cookie'), cookieNames(publicUrl()).browser);
    const caller = createCaller({ credential: { kind: 'none' }, origin });
    return answer(200, await caller.auth.changePassword(browser === undefined ? typed : { ...typed, browser }));
  } catch (thrown) {
    return answerError(thrown, origin.requestId);
  }
}

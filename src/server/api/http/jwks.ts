import { jwks } from '@/server/auth/access-token';
import { answerError } from './answer';
import { originOf } from './request';

/** Answers /.well-known/jwks.json (RFC 7517): the public keys that access tokens are verified with. */
export async function answerJwks(request: Request): Promise<Response> {
  try {
    // A minute: a new key signs as soon as it is there, and who verifies should not have to wait for it.
    return Response.json(await jwks(), { headers: { 'cache-control': 'public, max-age=60' } });
  } catch (thrown) {
    return answerError(thrown, originOf(request.headers).requestId);
  }
}

import { securityTxt } from '@/core/configuration/security-txt';
import { AppError } from '@/core/errors';
import { publicUrl } from '../../auth/public-url';
import { securityContact } from '../../db/configuration';
import { asStranger } from '../../db/open';
import { answerError } from './answer';
import { originOf } from './request';

/** Answers /.well-known/security.txt (RFC 9116) for anybody; 404 as long as no contact is configured. */
export async function answerSecurityTxt(request: Request): Promise<Response> {
  try {
    const said = await asStranger(({ db }) => securityContact(db));
    if (said === null) throw new AppError('notFound', 'No security contact is configured here.');
    return new Response(securityTxt({ ...said, publicUrl: publicUrl() }), {
      headers: { 'content-type': 'text/plain; charset=utf-8', 'cache-control': 'public, max-age=300' },
    });
  } catch (thrown) {
    return answerError(thrown, originOf(request.headers).requestId);
  }
}

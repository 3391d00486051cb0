import { AppError } from '@/core/errors';
import { processEnv } from '@/env';
import { verifyAccessToken } from '@/server/auth/access-token';
import { cookieNames, readCookie } from '@/server/auth/cookies';
import type { Origin } from '../../audit/record';
import type { Context, Credential } from '../context';

/** From where a request came, as the front wrote it over whatever the client said. */
export function originOf(headers: Headers): Origin {
  return {
    address: headers.get('x-forwarded-for') ?? 'unknown',
    agent: headers.get('user-agent') ?? '',
    requestId: headers.get('x-request-id') ?? crypto.randomUUID(),
  };
}

/** Whom a request speaks for. A request with an Authorization header is an API client's: then no cookie is read. */
export async function contextOf(headers: Headers): Promise<Context> {
  const authorization = headers.get('authorization');
  const bearer = authorization === null ? undefined : /^Bearer ([^\s]+)$/i.exec(authorization)?.[1];
  const cookie = readCookie(headers.get('cookie'), cookieNames(processEnv().publicUrl).access);
  const token = authorization === null ? cookie : (bearer ?? '');
  return { origin: originOf(headers), credential: await credentialOf(token) };
}

async function credentialOf(token: string | undefined): Promise<Credential> {
  if (token === undefined) return { kind: 'none' };
  try {
    return { kind: 'person', principal: await verifyAccessToken(token) };
  } catch (error) {
    if (error instanceof AppError && error.code === 'unauthenticated')
      return { kind: 'invalid', reason: error.message };
    throw error;
  }
}

/**
 * Refuses what another site makes a browser send. A cookie goes along with such a request, so whatever is not a plain
 * look must name our own origin; and bodies are JSON, which no form of another site can send.
 */
export function refuseForeign(request: Request): void {
  if (['GET', 'HEAD'].includes(request.method)) return;
  const type = request.headers.get('content-type');
  if (type === null ? request.body !== null : !/^application\/json(;\s*charset=utf-8)?$/i.test(type))
    throw new AppError('unsupported', 'Send the body as application/json.');
  if (request.headers.has('authorization') || !request.headers.has('cookie')) return;
  const site = request.headers.get('sec-fetch-site');
  const origin = request.headers.get('origin');
  if (origin !== processEnv().publicUrl || (site !== null && site !== 'same-origin'))
    throw new AppError('forbidden', 'This request comes from another site.');
}

import { AppError } from '@/core/errors';
import { verifyAccessToken } from '@/server/auth/access-token';
import { cookieNames, readCookie } from '@/server/auth/cookies';
import { publicUrl } from '@/server/auth/public-url';
import type { Origin } from '../../audit/record';
import type { Context, Credential } from '../context';
import { turnedAway } from '../door';

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
  const cookie = readCookie(headers.get('cookie'), cookieNames(publicUrl()).access);
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
 * look must name our own origin; and bodies are JSON, which no form of another site can send. No door is reached, so the
 * refusal is counted here.
 */
export async function refuseForeign(request: Request): Promise<void> {
  const refusal = foreignness(request);
  if (refusal !== null) throw await turnedAway(null, 'request.refused', { origin: originOf(request.headers) }, refusal);
}

function foreignness(request: Request): AppError | null {
  if (['GET', 'HEAD'].includes(request.method)) return null;
  const type = request.headers.get('content-type');
  // Next hands over a stream even where nothing was sent. The front lets no DELETE with a body through, and no form sends one.
  const isBare = type === null && request.method === 'DELETE';
  if (!isBare && (type === null ? request.body !== null : !/^application\/json(;\s*charset=utf-8)?$/i.test(type)))
    return new AppError('unsupported', 'Send the body as application/json.');
  if (request.headers.has('authorization') || !request.headers.has('cookie')) return null;
  const site = request.headers.get('sec-fetch-site');
  const isOurs = ownOrigins(request.headers).includes(request.headers.get('origin') ?? '');
  return isOurs && (site === null || site === 'same-origin')
    ? null
    : new AppError('forbidden', 'This request comes from another site.');
}

/**
 * The public address, and the one this very request was sent to, as the front saw it: a box is opened by its name, by its
 * address, through a tunnel. A cookie belongs to one host, so another name that leads here brings none along.
 */
function ownOrigins(headers: Headers): string[] {
  return [publicUrl(), `${headers.get('x-forwarded-proto')}://${headers.get('x-forwarded-host')}`];
}

/** The front refuses more than this too; here it is said once more, for whoever runs without our front. */
const largestBodyBytes = 1_048_576;

/** A body's JSON; an empty body is an empty object. */
export async function jsonOf(request: Request): Promise<unknown> {
  const text = await request.text();
  if (text.length > largestBodyBytes) throw new AppError('tooLarge', 'The body is larger than 1 MiB.');
  try {
    return text === '' ? {} : JSON.parse(text);
  } catch (error) {
    throw new AppError('invalid', 'The body is not JSON.', { cause: error });
  }
}

/** A part of an address, decoded. */
export function decoded(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch (error) {
    throw new AppError('invalid', 'The address is not percent-encoded UTF-8.', { cause: error });
  }
}

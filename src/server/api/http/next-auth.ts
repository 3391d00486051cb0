import type { NextApiRequest, NextApiResponse } from 'next';
import NextAuth, { type AuthOptions } from 'next-auth';
import { z } from 'zod';
import { AppError } from '@/core/errors';
import { processEnv } from '@/env';
import { issuer, verifyClaims } from '@/server/auth/access-token';
import { cookieNames, knownBrowserCookie, readCookie, refreshCookie } from '@/server/auth/cookies';
import { nextAuthOptions } from '@/server/auth/next-auth';
import { publicUrl } from '@/server/auth/public-url';
import { lastingSecret } from '@/server/vault/lasting-secret';
import { createCaller } from '../root';
import { answer, answerError } from './answer';
import { withCookies } from './cookies';
import { jsonOf, originOf, refuseForeign } from './request';

const Credentials = z.strictObject({ email: z.string(), password: z.string(), csrfToken: z.string().max(200) });

/**
 * Answers /api/auth/…: two calls of next-auth's many, named here; whatever else it could do (pages, sessions, sign-out,
 * logs) is not reachable.
 */
export async function answerNextAuth(request: Request): Promise<Response> {
  try {
    await refuseForeign(request);
    switch (`${request.method} ${new URL(request.url).pathname}`) {
      case 'GET /api/auth/csrf':
        return await giveCsrfToken(request);
      case 'POST /api/auth/callback/credentials':
        return await signInBrowser(request);
      default:
        throw new AppError('notFound', 'There is no such call.');
    }
  } catch (thrown) {
    return answerError(thrown, originOf(request.headers).requestId);
  }
}

async function giveCsrfToken(request: Request): Promise<Response> {
  const done = await run(request, { action: ['csrf'], body: {} }, async () => {
    throw new AppError('internal', 'nobody signs in here');
  });
  return withCookies(answer(200, done.body), done.cookies);
}

async function signInBrowser(request: Request): Promise<Response> {
  const { csrfToken, ...typed } = Credentials.parse(await jsonOf(request));
  const ours = publicUrl();
  const browser = readCookie(request.headers.get('cookie'), cookieNames(ours).browser) ?? null;
  const caller = createCaller({ credential: { kind: 'none' }, origin: originOf(request.headers) });

  // next-auth turns whatever authorize throws into a redirect; what it was is kept here.
  let attempt: ReturnType<typeof caller.auth.signIn> | undefined;
  const done = await run(request, { action: ['callback', 'credentials'], body: { ...typed, csrfToken } }, async () => {
    attempt = caller.auth.signIn({ ...typed, browser });
    return verifyClaims((await attempt).accessToken);
  });
  if (attempt === undefined)
    throw new AppError('forbidden', 'This page was open too long. Reload it and sign in again.');
  const signedIn = await attempt;
  const { person, accessExpiresAt, refreshToken, refreshExpiresAt } = signedIn;
  return withCookies(answer(200, { person, accessExpiresAt, refreshExpiresAt }), [
    ...done.cookies,
    refreshCookie({ value: refreshToken, endsAt: refreshExpiresAt }, ours),
    knownBrowserCookie(signedIn.browser ?? '', ours),
  ]);
}

interface Action {
  readonly action: string[];
  readonly body: Record<string, string>;
}

interface Done {
  readonly body: unknown;
  readonly cookies: readonly string[];
}

type Authorize = Parameters<typeof nextAuthOptions>[0]['authorize'];

/**
 * One call of next-auth through its interface for Next's older API routes, which takes plain objects. It sees its own
 * cookie and no other, and of what it sets only the session's and its own are passed on.
 */
async function run(request: Request, { action, body }: Action, authorize: Authorize): Promise<Done> {
  const { keysDirectory } = processEnv();
  const names = cookieNames(publicUrl());
  const csrf = readCookie(request.headers.get('cookie'), names.csrf);
  // As it was set: `token|hash`, percent-encoded.
  const cookies = /^[0-9a-f]{64}%7C[0-9a-f]{64}$/.test(csrf ?? '') ? { [names.csrf]: csrf?.replace('%7C', '|') } : {};
  const secret = (await lastingSecret(keysDirectory, 'nextAuthSecret')).toString('base64url');
  const problems: string[] = [];
  const onError = (code: string) => problems.push(code);
  const options: AuthOptions = nextAuthOptions({ authorize, secret, issuer: issuer(), onError });

  const recorded = recorder();
  const given = {
    method: request.method,
    query: { nextauth: action },
    headers: {},
    cookies,
    body: { ...body, json: 'true' },
  };
  // safe: next-auth reads exactly these fields of a request, and calls exactly these methods of a response.
  await NextAuth(given as unknown as NextApiRequest, recorded.response as unknown as NextApiResponse, options);
  if (problems.length > 0) throw new Error(`next-auth: ${problems.join(', ')}`);
  const ours = (line: string) => [names.access, names.csrf].some((name) => line.startsWith(`${name}=`));
  return { body: recorded.body(), cookies: recorded.cookies().filter(ours) };
}

function recorder() {
  const headers = new Map<string, unknown>();
  let body: unknown;
  const response = {
    status: () => response,
    getHeader: (name: string) => headers.get(name.toLowerCase()),
    setHeader: (name: string, value: unknown) => {
      headers.set(name.toLowerCase(), value);
      return response;
    },
    json: (value: unknown) => {
      body = value;
    },
    send: (value: unknown) => {
      body = value;
    },
    end: () => undefined,
  };
  const cookies = (): string[] => [headers.get('set-cookie') ?? []].flat().map(String);
  return { response, body: () => body, cookies };
}

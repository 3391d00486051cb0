import { z } from 'zod';
import { answerNextAuth } from '@/server/api/http/next-auth';
import { answerRefresh } from '@/server/api/http/refresh';
import { requestKey } from './calls';
import { publicUrl } from './world';

/** What a browser keeps of Set-Cookie lines, and sends back: name and value, by path. */
export class Jar {
  readonly #cookies = new Map<string, { value: string; path: string; line: string }>();

  take(response: Response): Response {
    for (const line of response.headers.getSetCookie()) {
      const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(line) ?? [];
      const path = /path=([^;]+)/i.exec(line)?.[1] ?? '/';
      if (/max-age=0(;|$)/i.test(line) || value === '') this.#cookies.delete(name);
      else this.#cookies.set(name, { value, path, line });
    }
    return response;
  }

  header(path: string): string {
    const sent = [...this.#cookies].filter(([, cookie]) => cookie.path === '/' || cookie.path === path);
    return sent.map(([name, { value }]) => `${name}=${value}`).join('; ');
  }

  line(name: string): string | undefined {
    return this.#cookies.get(name)?.line;
  }

  names(): string[] {
    return [...this.#cookies.keys()].sort();
  }

  /** As a browser does when the access cookie's time is over. */
  forget(name: string): void {
    this.#cookies.delete(name);
  }
}

export interface Sent {
  readonly method?: string;
  readonly body?: string | null;
  readonly headers?: Record<string, string>;
}

/** A request as it comes through the front. */
export function request(path: string, { method = 'POST', body = '{}', headers = {} }: Sent = {}): Request {
  return new Request(`${publicUrl}${path}`, {
    method,
    body: method === 'GET' ? null : body,
    headers: {
      'x-forwarded-for': '192.0.2.77',
      'x-request-id': 'request-7',
      'content-type': 'application/json',
      ...headers,
    },
  });
}

/** The same from our own page in a browser. */
export function fromPage(jar: Jar, path: string, { headers = {}, ...sent }: Sent = {}): Request {
  const cookie = jar.header(path);
  return request(path, {
    ...sent,
    headers: { origin: publicUrl, 'sec-fetch-site': 'same-origin', ...(cookie ? { cookie } : {}), ...headers },
  });
}

export const signInPath = '/api/v1/auth/sign-in';
export const refreshPath = '/api/v1/auth/refresh';
export const signOutPath = '/api/v1/auth/sign-out';
export const callback = '/api/auth/callback/credentials';
/** The cookies by their names under TLS. */
export const names = {
  access: '__Host-routeward-access',
  refresh: '__Secure-routeward-refresh',
  browser: '__Host-routeward-browser',
  csrf: '__Host-routeward-csrf',
};

const Refusal = z.strictObject({ code: z.string(), message: z.string(), requestId: z.literal('request-7') });
/** Status and body of a refusal, which is these three fields and nothing else. */
export const refusal = async (response: Response) => ({
  status: response.status,
  ...Refusal.parse(await response.json()),
});

export async function csrfToken(jar: Jar): Promise<string> {
  const answered = jar.take(await answerNextAuth(fromPage(jar, '/api/auth/csrf', { method: 'GET' })));
  return z.object({ csrfToken: z.string() }).parse(await answered.json()).csrfToken;
}

/** What the sign-in page does. */
export async function signInPage(jar: Jar, typed: object): Promise<Response> {
  const body = JSON.stringify({ ...typed, csrfToken: await csrfToken(jar) });
  return jar.take(await answerNextAuth(fromPage(jar, callback, { body })));
}

export const refreshPage = async (jar: Jar, key = requestKey()) =>
  jar.take(await answerRefresh(fromPage(jar, refreshPath, { headers: { 'x-request-key': key } })));

import { randomBytes } from 'node:crypto';
import { type NextRequest, NextResponse } from 'next/server';

/** Either name of the access cookie: with TLS, and without it on the demo's loopback. */
const accessCookies = ['__Host-routeward-access', 'routeward-access'];

/** Pages for people who are not signed in (yet). */
const openPages = ['/login', '/resume', '/setup', '/invitation', '/reset'];

/**
 * Only what the pages need, and no inline script but ours: the nonce is new on every request. `strict-dynamic` lets the
 * scripts that carry it load the rest of the program.
 */
function contentSecurityPolicy(nonce: string): string {
  return [
    "default-src 'none'",
    `script-src 'nonce-${nonce}' 'strict-dynamic'`,
    `style-src 'self' 'nonce-${nonce}'`,
    "font-src 'self'",
    "img-src 'self' data:",
    "connect-src 'self'",
    "manifest-src 'self'",
    "base-uri 'none'",
    "form-action 'self'",
    "frame-ancestors 'none'",
  ].join('; ');
}

/**
 * Headers for every page, and a courtesy: who has no access cookie is sent to the page that renews it. It authorises
 * nothing; every page asks the caller, and the caller verifies the token.
 */
export function proxy(request: NextRequest): NextResponse {
  const { pathname, search } = request.nextUrl;
  const policy = contentSecurityPolicy(randomBytes(18).toString('base64'));
  const path = `${pathname}${search}`;
  const known = accessCookies.some((name) => request.cookies.has(name));
  if (!known && !openPages.includes(pathname)) {
    const resume = request.nextUrl.clone();
    resume.pathname = '/resume';
    resume.search = `?to=${encodeURIComponent(path)}`;
    return withPolicy(NextResponse.redirect(resume, 307), policy);
  }
  const headers = new Headers(request.headers);
  headers.set('x-routeward-path', path);
  headers.set('content-security-policy', policy);
  return withPolicy(NextResponse.next({ request: { headers } }), policy);
}

function withPolicy(response: NextResponse, policy: string): NextResponse {
  response.headers.set('content-security-policy', policy);
  return response;
}

export const config = {
  matcher: [
    '/((?!api/|_next/static/|\\.well-known/|healthz$|readyz$|metrics$|icon\\.svg$|favicon\\.ico$|robots\\.txt$).*)',
  ],
};

/** Who keeps what in the browser. All are HttpOnly: no script ever sees one. */
export interface CookieNames {
  /** The access token; SameSite=Strict, 15 minutes. next-auth's session cookie is this one. */
  readonly access: string;
  /** The refresh token; sent to the refresh route alone. */
  readonly refresh: string;
  /** Says that the owner once signed in here; a stranger's guesses do not lock this browser out. */
  readonly browser: string;
  /** next-auth's token against forged sign-in forms. */
  readonly csrf: string;
}

/** The one path the refresh cookie is sent to. */
const refreshPath = '/api/v1/auth/refresh';

const secureNames: CookieNames = {
  access: '__Host-routeward-access',
  refresh: '__Secure-routeward-refresh',
  browser: '__Host-routeward-browser',
  csrf: '__Host-routeward-csrf',
};
const plainNames: CookieNames = {
  access: 'routeward-access',
  refresh: 'routeward-refresh',
  browser: 'routeward-browser',
  csrf: 'routeward-csrf',
};

const loopback = ['localhost', '127.0.0.1', '[::1]'];

/** Prefixes and Secure fall away on plain-HTTP loopback (the demo), where a browser would refuse them, and only there. */
export function isPlainLoopback(publicUrl: string): boolean {
  const { protocol, hostname } = new URL(publicUrl);
  return protocol === 'http:' && loopback.includes(hostname);
}

export function cookieNames(publicUrl: string): CookieNames {
  return isPlainLoopback(publicUrl) ? plainNames : secureNames;
}

/** The value of a cookie, from a Cookie header. One that comes twice was tossed in by somebody: then there is none. */
export function readCookie(header: string | null, name: string): string | undefined {
  const values = (header ?? '')
    .split(';')
    .map((pair) => pair.trim())
    .filter((pair) => pair.startsWith(`${name}=`))
    .map((pair) => pair.slice(name.length + 1));
  return values.length === 1 ? values[0] : undefined;
}

interface Cookie {
  readonly name: string;
  readonly value: string;
  readonly path: string;
  readonly maxAgeSeconds: number;
}

/** One Set-Cookie line (RFC 6265bis). Values are base64url and dots, so nothing needs quoting. */
function writeCookie({ name, value, path, maxAgeSeconds }: Cookie, publicUrl: string): string {
  const secure = isPlainLoopback(publicUrl) ? '' : ' Secure;';
  return `${name}=${value}; Path=${path}; Max-Age=${maxAgeSeconds};${secure} HttpOnly; SameSite=Strict`;
}

/** `endsAt`: ISO 8601. The browser forgets a cookie when its token ends. */
interface Token {
  readonly value: string;
  readonly endsAt: string;
}

const secondsUntil = (endsAt: string): number => Math.max(0, Math.round((Date.parse(endsAt) - Date.now()) / 1000));

export function accessCookie({ value, endsAt }: Token, publicUrl: string): string {
  const { access: name } = cookieNames(publicUrl);
  return writeCookie({ name, value, path: '/', maxAgeSeconds: secondsUntil(endsAt) }, publicUrl);
}

export function refreshCookie({ value, endsAt }: Token, publicUrl: string): string {
  const { refresh: name } = cookieNames(publicUrl);
  return writeCookie({ name, value, path: refreshPath, maxAgeSeconds: secondsUntil(endsAt) }, publicUrl);
}

/** 400 days, the longest a browser keeps one. */
export function knownBrowserCookie(secret: string, publicUrl: string): string {
  const { browser: name } = cookieNames(publicUrl);
  return writeCookie({ name, value: secret, path: '/', maxAgeSeconds: 400 * 24 * 3600 }, publicUrl);
}

/** After a sign-out or a *refused* refresh. The known browser stays known. */
export function signedOutCookies(publicUrl: string): string[] {
  const ended: Token = { value: '', endsAt: new Date(0).toISOString() };
  return [accessCookie(ended, publicUrl), refreshCookie(ended, publicUrl)];
}

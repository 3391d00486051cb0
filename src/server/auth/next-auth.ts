import type { AuthOptions } from 'next-auth';
import CredentialsProvider from 'next-auth/providers/credentials';
import { type Claims, type Issuer, readClaims, sign, verify } from './access-token';
import { cookieNames, isPlainLoopback } from './cookies';
import { accessSeconds } from './signing-keys';

export interface NextAuthParts {
  /** Signs in by our own procedure: the claims of the new access token, or a thrown refusal. */
  readonly authorize: (email: string, password: string) => Promise<Claims>;
  /** What next-auth signs its token against forged forms with; its sessions are signed by us. */
  readonly secret: string;
  readonly issuer: Issuer;
  /** next-auth's own complaint, by its code. */
  readonly onError: (code: string) => void;
}

/**
 * next-auth as the front of the browser's sign-in. Its session cookie *is* our access token: `encode` signs the claims as
 * they are, with their end, so that asking for a session can never prolong it; `decode` is our own verification.
 */
export function nextAuthOptions({ authorize, secret, issuer, onError }: NextAuthParts): AuthOptions {
  const { publicUrl } = issuer;
  const names = cookieNames(publicUrl);
  const secure = !isPlainLoopback(publicUrl);
  const options = { httpOnly: true, sameSite: 'strict', path: '/', secure } as const;
  return {
    secret,
    useSecureCookies: secure,
    session: { strategy: 'jwt', maxAge: accessSeconds },
    cookies: {
      sessionToken: { name: names.access, options },
      csrfToken: { name: names.csrf, options },
    },
    jwt: {
      encode: ({ token }) => sign(readClaims(token), issuer, new Date()),
      decode: async ({ token }) => ({ ...(await verify(token ?? '', issuer, new Date())) }),
    },
    callbacks: {
      // Once, after authorize, with the user that it gave; later without.
      jwt: ({ token, user }) => ('claims' in (user ?? {}) ? { ...readClaims(Object(user).claims) } : token),
    },
    providers: [
      CredentialsProvider({
        credentials: { email: {}, password: {} },
        authorize: async (typed) => {
          const claims = await authorize(typed?.email ?? '', typed?.password ?? '');
          return { id: claims.sub, claims };
        },
      }),
    ],
    logger: {
      error: (code) => onError(code),
      warn: () => undefined, // Only that NEXTAUTH_URL is unset, where we name every address ourselves.
      debug: () => undefined,
    },
  };
}

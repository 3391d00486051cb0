import { z } from 'zod';
import { roles } from '@/core/access';
import { PersonId } from '@/core/ids';
import { Line } from '@/core/text';
import { endSession } from '@/server/auth/end-sessions';
import { longestPassword } from '@/server/auth/password-policy';
import { rotate } from '@/server/auth/rotate';
import { type Client, signIn } from '@/server/auth/sign-in';
import { refused } from '../door';
import { open, procedure, router } from '../procedure';
import { self } from '../scopes';

/** Both tokens, and when each of them ends (ISO 8601, UTC). */
const tokens = {
  accessToken: z.string(),
  accessExpiresAt: z.iso.datetime(),
  refreshToken: z.string(),
  refreshExpiresAt: z.iso.datetime(),
};

const inSeconds = (seconds: number): string => new Date(Date.now() + seconds * 1000).toISOString();
const atSecond = (seconds: number): string => new Date(seconds * 1000).toISOString();

/** A random key of one attempt, made by whoever refreshes and sent again when no answer came. */
const RequestKey = z.string().regex(/^[\w-]{16,64}$/, 'must be 16 to 64 characters of base64url, made at random');

/** Absent: a program. Null or a secret: a browser, by our own pages. */
const clientOf = (browser: string | null | undefined): Client =>
  browser === undefined ? { kind: 'program' } : { kind: 'browser', secret: browser };

export const authRouter = router({
  signIn: open({
    audit: 'auth.signedIn',
    input: {
      email: Line.trim().toLowerCase().min(1).max(254),
      password: z.string().min(1).max(longestPassword),
      browser: z.string().max(64).nullable().optional().describe('Sent by the sign-in page alone.'),
    },
    output: z.object({
      ...tokens,
      person: z.object({ id: PersonId, name: z.string(), email: z.string(), role: z.enum(roles) }),
      browser: z.string().nullable(),
    }),
    rest: { method: 'POST', path: '/auth/sign-in', summary: 'E-mail and password for an access and a refresh token' },
  }).mutation(async ({ ctx, input }) => {
    const { email, password, browser } = input;
    const { origin } = ctx.context;
    const done = await signIn({ email, password, client: clientOf(browser), origin }, ctx);
    return {
      accessToken: done.access.token,
      accessExpiresAt: atSecond(done.access.claims.exp),
      refreshToken: done.refreshToken,
      refreshExpiresAt: inSeconds(done.refreshSeconds),
      person: done.person,
      browser: done.browserSecret,
    };
  }),

  refresh: open({
    audit: 'auth.refreshed',
    input: { refreshToken: z.string().max(200), requestKey: RequestKey },
    output: z.object(tokens),
    rest: { method: 'POST', path: '/auth/refresh', summary: 'A refresh token, once, for the next pair of tokens' },
  }).mutation(async ({ ctx, input }) => {
    const done = await rotate({ ...input, origin: ctx.context.origin }, ctx);
    if ('stolen' in done) return refused('unauthenticated', done.stolen);
    return {
      accessToken: done.access.token,
      accessExpiresAt: atSecond(done.access.claims.exp),
      refreshToken: done.refreshToken,
      refreshExpiresAt: inSeconds(done.refreshSeconds),
    };
  }),

  signOut: procedure({
    permission: 'own.account',
    scope: self,
    audit: 'auth.signedOut',
    output: z.object({ ended: z.boolean() }),
    rest: { method: 'POST', path: '/auth/sign-out', summary: 'Ends the signed-in session of this access token' },
  }).mutation(async ({ ctx }) => ({ ended: await endSession(ctx.db, ctx.me.familyId, 'signed out') })),
});

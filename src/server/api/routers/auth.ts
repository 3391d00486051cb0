import { z } from 'zod';
import { roles } from '@/core/access';
import { PersonId } from '@/core/ids';
import { longestPassword } from '@/core/passwords';
import { Line } from '@/core/text';
import type { Client } from '@/server/auth/attempt';
import { endSession } from '@/server/auth/end-sessions';
import { changePassword, readReset, reset } from '@/server/auth/new-password';
import { linkSecret } from '@/server/auth/one-time-secret';
import { rotate } from '@/server/auth/rotate';
import { signIn } from '@/server/auth/sign-in';
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

const Email = Line.trim().toLowerCase().min(1).max(254);
const Password = z.string().min(1).max(longestPassword);
const ResetSecret = z.string().max(200).regex(linkSecret.reset, 'This is not the secret of such a link.');

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
      email: Email,
      password: Password,
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

  changePassword: open({
    audit: 'auth.passwordChanged',
    input: {
      email: Email,
      password: Password,
      newPassword: Password,
      browser: z.string().max(64).nullable().optional().describe('Sent by the account page alone.'),
    },
    output: z.object({ changed: z.literal(true) }),
    rest: {
      method: 'POST',
      path: '/auth/change-password',
      summary: 'The old password for a new one; ends every signed-in session',
    },
  }).mutation(async ({ ctx, input }) => {
    const { browser, ...typed } = input;
    await changePassword({ ...typed, client: clientOf(browser), origin: ctx.context.origin }, ctx);
    return { changed: true };
  }),

  openReset: open({
    audit: 'auth.resetOpened',
    input: { secret: ResetSecret },
    output: z.object({ email: z.string(), name: z.string(), expiresAt: z.string() }),
    rest: { method: 'POST', path: '/auth/reset/open', summary: 'For whom a link to a new password is' },
  }).mutation(({ ctx, input }) => readReset(input.secret, ctx)),

  resetPassword: open({
    audit: 'auth.passwordReset',
    input: { secret: ResetSecret, password: Password },
    output: z.object({ email: z.string() }),
    rest: { method: 'POST', path: '/auth/reset', summary: 'Sets a new password, once; ends every signed-in session' },
  }).mutation(({ ctx, input }) => reset(input, ctx)),

  signOut: procedure({
    permission: 'own.account',
    scope: self,
    audit: 'auth.signedOut',
    output: z.object({ ended: z.boolean() }),
    rest: { method: 'POST', path: '/auth/sign-out', summary: 'Ends the signed-in session of this access token' },
  }).mutation(async ({ ctx }) => ({ ended: await endSession(ctx.db, ctx.me.familyId, 'signed out') })),
});

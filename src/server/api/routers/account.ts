import { z } from 'zod';
import { endEverySession, endSession } from '@/server/auth/end-sessions';
import { listSignIns } from '@/server/db/sign-ins';
import { procedure, router } from '../procedure';
import { ownSignIn, self } from '../scopes';
import { SignInView } from '../sign-in-view';

/** `current`: the one that asks. */
const SignIn = SignInView.extend({ current: z.boolean() });

export const accountRouter = router({
  signIns: procedure({
    permission: 'own.account',
    scope: self,
    audit: 'auth.signInsListed',
    output: z.object({ items: z.array(SignIn) }),
    rest: { method: 'GET', path: '/account/sign-ins', summary: 'Where you are signed in' },
  }).query(async ({ ctx }) => {
    const signIns = await listSignIns(ctx.db, ctx.me);
    return { items: signIns.map((signIn) => ({ ...signIn, current: signIn.id === ctx.me.familyId })) };
  }),

  revoke: procedure({
    permission: 'own.account',
    scope: ownSignIn,
    audit: 'auth.signInRevoked',
    output: z.object({ ended: z.boolean() }),
    rest: { method: 'DELETE', path: '/account/sign-ins/{signIn}', summary: 'Ends one of your signed-in sessions' },
  }).mutation(async ({ ctx }) => ({ ended: await endSession(ctx.db, ctx.signIn.id, 'ended by its owner') })),

  signOutEverywhere: procedure({
    permission: 'own.account',
    scope: self,
    audit: 'auth.signedOutEverywhere',
    output: z.object({ ended: z.int() }),
    rest: { method: 'POST', path: '/account/sign-out-everywhere', summary: 'Ends every signed-in session of yours' },
  }).mutation(async ({ ctx }) => {
    const ended = await endEverySession(ctx.db);
    ctx.tell({ ended });
    return { ended };
  }),
});

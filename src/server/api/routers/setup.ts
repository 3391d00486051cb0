import { z } from 'zod';
import { longestPassword } from '@/core/passwords';
import { EmailAddress, PersonName } from '@/core/person-names';
import { PublicUrl } from '@/core/public-url';
import { finishSetup, openSetup } from '@/server/auth/new-password';
import { configuredPublicUrl } from '@/server/db/setup';
import { open, router } from '../procedure';

/** However it was typed: case, dashes and spaces say nothing. */
const SetupToken = z.string().min(1).max(64);
const Origin = PublicUrl.refine((url) => url.startsWith('https:'), 'must begin with https: nothing else is spoken');

/** While there is nobody: whoever reads the console is the first Super Admin. */
export const setupRouter = router({
  open: open({
    audit: 'setup.opened',
    input: { token: SetupToken },
    /** `publicUrl`: the address that the console named; null where the setup chooses it. */
    output: z.object({ publicUrl: z.string().nullable() }),
    rest: { method: 'POST', path: '/setup/open', summary: 'Whether a setup token opens the setup' },
  }).mutation(async ({ ctx, input }) => {
    await openSetup(input.token, ctx);
    return { publicUrl: await configuredPublicUrl() };
  }),

  finish: open({
    audit: 'setup.finished',
    input: {
      token: SetupToken,
      name: PersonName,
      email: EmailAddress,
      password: z.string().min(1).max(longestPassword),
      publicUrl: Origin,
    },
    output: z.object({ email: z.string() }),
    rest: { method: 'POST', path: '/setup/finish', summary: 'Makes the first Super Admin, once' },
  }).mutation(async ({ ctx, input }) => {
    await finishSetup(input, ctx);
    return { email: input.email };
  }),
});

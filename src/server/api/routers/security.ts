import { z } from 'zod';
import { contactExpires } from '@/core/configuration/security-txt';
import { claimNames, claims, findingStates } from '@/core/security-claims';
import { publicUrl } from '@/server/auth/public-url';
import { securityContact } from '@/server/db/configuration';
import { securityState } from '@/server/db/security-state';
import { frontFindings } from '../front-findings';
import { procedure, router } from '../procedure';
import { reach } from '../scopes';
import { databaseFindings, localFindings } from '../security-checks';

export const securityRouter = router({
  get: procedure({
    permission: 'own.account',
    scope: reach,
    audit: 'security.viewed',
    output: z.object({
      claims: z.array(z.object({ claim: z.enum(claimNames), title: z.string(), text: z.string() })),
      /** Whom to write to; null: nobody was named. */
      contact: z.object({ contact: z.string(), expires: z.string() }).nullable(),
    }),
    rest: { method: 'GET', path: '/security', summary: 'What is claimed of security, and whom to write to' },
  }).query(async ({ ctx }) => {
    const said = await securityContact(ctx.db);
    return {
      claims: claimNames.map((claim) => ({ claim, ...claims[claim] })),
      contact: said === null ? null : { contact: said.contact, expires: contactExpires(said.since) },
    };
  }),

  check: procedure({
    permission: 'system.configure',
    scope: reach,
    audit: 'security.checked',
    output: z.object({
      findings: z.array(z.object({ claim: z.enum(claimNames), state: z.enum(findingStates), words: z.string() })),
      checkedAt: z.string(),
    }),
    rest: { method: 'GET', path: '/security/check', summary: 'Looks at each claim in the running system' },
  }).query(async ({ ctx }) => {
    const now = new Date();
    const state = await securityState(ctx.db);
    // Within three seconds: the transaction waits for it.
    const [front, local] = await Promise.all([frontFindings(publicUrl(), now), localFindings(now)]);
    return { findings: [...front, ...local, ...databaseFindings(state, now)], checkedAt: now.toISOString() };
  }),
});

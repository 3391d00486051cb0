import { z } from 'zod';
import { AppError } from '@/core/errors';
import { processEnv } from '@/env';
import { publicUrl } from '@/server/auth/public-url';
import { describe } from '@/server/certificate/describe';
import { installing, removing } from '@/server/certificate/installed';
import { hostOf, plainPair, problemOfPair } from '@/server/certificate/problem';
import { fixedByEnvironment, servedCertificate, sources } from '@/server/certificate/served';
import { holdConfiguration } from '@/server/db/configuration';
import { procedure, router } from '../procedure';
import { reach } from '../scopes';

const described = {
  /** SHA-256, as browsers show it. */
  fingerprint: z.string(),
  names: z.array(z.string()),
  issuer: z.string(),
  /** ISO 8601, UTC. */
  validFrom: z.string(),
  validTo: z.string(),
};

export const certificateRouter = router({
  get: procedure({
    permission: 'system.configure',
    scope: reach,
    audit: 'certificate.viewed',
    /** Null: none is served, as in the demo, which speaks plain HTTP. */
    output: z.object({ served: z.object({ source: z.enum(sources), ...described }).nullable() }),
    rest: { method: 'GET', path: '/certificate', summary: 'The certificate that is shown to whoever connects' },
  }).query(async () => {
    const served = servedCertificate();
    return { served: served === null ? null : { ...served, names: [...served.names] } };
  }),

  install: procedure({
    permission: 'system.configure',
    scope: reach,
    audit: 'certificate.installed',
    input: {
      /** PEM, the server's own first. */
      certificate: z.string().max(65_536),
      /** Its key: PEM, unencrypted. */
      key: z.string().max(16_384),
    },
    output: z.object(described),
    rest: {
      method: 'POST',
      path: '/certificate',
      summary: 'Installs a certificate, which new connections get within seconds',
    },
  }).mutation(async ({ ctx, input }) => {
    refuseWhereFixed();
    const problem = await problemOfPair(input, { host: hostOf(publicUrl()), now: new Date() });
    if (problem !== null) throw new AppError('invalid', problem);
    const pair = plainPair(input);
    await holdConfiguration(ctx.db);
    const { detail, apply } = await installing(processEnv().keysDirectory, pair);
    ctx.tell(detail);
    ctx.lastly(apply);
    const { names, ...more } = describe(pair.certificate);
    return { ...more, names: [...names] };
  }),

  remove: procedure({
    permission: 'system.configure',
    scope: reach,
    audit: 'certificate.removed',
    output: z.object({}),
    rest: { method: 'DELETE', path: '/certificate', summary: 'Goes back to the self-signed certificate' },
  }).mutation(async ({ ctx }) => {
    refuseWhereFixed();
    await holdConfiguration(ctx.db);
    const change = await removing(processEnv().keysDirectory);
    if (change === null) throw new AppError('conflict', 'No certificate is installed.');
    ctx.tell(change.detail);
    ctx.lastly(change.apply);
    return {};
  }),
});

function refuseWhereFixed(): void {
  if (processEnv().simulated !== null)
    throw new AppError('conflict', 'The demo speaks plain HTTP on this machine alone: it has no certificate.');
  if (servedCertificate()?.source === 'environment') throw new AppError('conflict', fixedByEnvironment);
}

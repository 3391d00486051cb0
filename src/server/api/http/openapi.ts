import { generateOpenApiDocument, type OpenApiRouter } from 'trpc-to-openapi';
import { z } from 'zod';
import { httpStatus } from '@/core/errors';
import { publicUrl } from '@/server/auth/public-url';
import { once } from '../../process';
import { appRouter } from '../root';
import { auditFilePaths } from './audit-file';
import { reportPaths } from './report';

const ErrorAnswer = z.object({
  code: z.enum(Object.keys(httpStatus)),
  message: z.string(),
  requestId: z.string(),
});

/** The OpenAPI document of /api/v1, made from the doors themselves. `origin` is the public address. */
export function openApiDocument(origin: string): object {
  // safe: the generator only reads `_def`; its own type leaves out routers whose meta says more than its own.
  const document = generateOpenApiDocument(appRouter as unknown as OpenApiRouter, {
    title: 'Routeward',
    description:
      'Diagnostics and safe change for MikroTik RouterOS fleets. Sign in at /auth/sign-in, then send the access token as a bearer.',
    version: '1',
    baseUrl: `${origin}/api/v1`,
  });
  // The generator writes tRPC's own shape of an error for each status; ours is one for all of them.
  const error = z.toJSONSchema(ErrorAnswer, { target: 'draft-2020-12' });
  const schemas = Object.entries(document.components?.schemas ?? {});
  const ours = schemas.map(([name, schema]) => [name, name.startsWith('error.') ? error : schema]);
  return {
    ...document,
    paths: { ...document.paths, ...reportPaths, ...auditFilePaths },
    components: { ...document.components, schemas: Object.fromEntries(ours) },
  };
}

export function answerOpenApi(): Response {
  return Response.json(once(`openapi.json of ${publicUrl()}`, () => openApiDocument(publicUrl())));
}

import { processEnv } from '@/env';
import { openApiDocument } from '@/server/api/http/openapi';

export const dynamic = 'force-dynamic';

export const GET = (): Response => Response.json(openApiDocument(processEnv().publicUrl));

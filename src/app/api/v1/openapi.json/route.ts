import { answerOpenApi } from '@/server/api/http/openapi';

export const dynamic = 'force-dynamic';

export { answerOpenApi as GET };

export { answerJwks as GET } from '@/server/api/http/jwks';

/** The keys change while the process runs. */
export const dynamic = 'force-dynamic';

import { answerAlive } from '@/server/api/http/health';

export const dynamic = 'force-dynamic';

export { answerAlive as GET };

import { answerRest } from '@/server/api/http/rest';

export { answerRest as DELETE, answerRest as GET, answerRest as PATCH, answerRest as POST, answerRest as PUT };

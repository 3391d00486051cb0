export { answerRefresh as POST } from '@/server/api/http/refresh';
export {
  answerRest as DELETE,
  answerRest as GET,
  answerRest as PATCH,
  answerRest as PUT,
} from '@/server/api/http/rest';

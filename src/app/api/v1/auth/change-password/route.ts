export { answerPasswordChange as POST } from '@/server/api/http/change-password';
export {
  answerRest as DELETE,
  answerRest as GET,
  answerRest as PATCH,
  answerRest as PUT,
} from '@/server/api/http/rest';

export {
  answerRest as DELETE,
  answerRest as GET,
  answerRest as PATCH,
  answerRest as PUT,
} from '@/server/api/http/rest';
export { answerSignOut as POST } from '@/server/api/http/sign-out';

export {
  answerNextAuth as DELETE,
  answerNextAuth as GET,
  answerNextAuth as PATCH,
  answerNextAuth as POST,
  answerNextAuth as PUT,
} from '@/server/api/http/next-auth';

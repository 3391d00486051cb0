export { answerNextAuth as GET, answerNextAuth as POST } from '@/server/api/http/next-auth';

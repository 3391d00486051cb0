import { answerTrpc } from '@/server/api/http/trpc';

export { answerTrpc as GET, answerTrpc as POST };

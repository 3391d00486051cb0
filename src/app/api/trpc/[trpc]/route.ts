import { answerNothing } from '@/server/api/http/answer';
import { answerTrpc } from '@/server/api/http/trpc';

export { answerNothing as DELETE, answerNothing as PATCH, answerNothing as PUT, answerTrpc as GET, answerTrpc as POST };

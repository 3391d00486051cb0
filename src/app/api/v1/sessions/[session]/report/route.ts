import { answerReport } from '@/server/api/http/report';

export {
  answerRest as DELETE,
  answerRest as PATCH,
  answerRest as POST,
  answerRest as PUT,
} from '@/server/api/http/rest';

export async function GET(request: Request, { params }: { readonly params: Promise<{ readonly session: string }> }) {
  return answerReport(request, (await params).session);
}

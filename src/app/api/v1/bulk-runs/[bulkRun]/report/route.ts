import { answerBulkReport } from '@/server/api/http/report';

export {
  answerRest as DELETE,
  answerRest as PATCH,
  answerRest as POST,
  answerRest as PUT,
} from '@/server/api/http/rest';

export async function GET(request: Request, { params }: { readonly params: Promise<{ readonly bulkRun: string }> }) {
  return answerBulkReport(request, (await params).bulkRun);
}

import { answerAuditFile } from '@/server/api/http/audit-file';

export {
  answerRest as DELETE,
  answerRest as PATCH,
  answerRest as POST,
  answerRest as PUT,
} from '@/server/api/http/rest';

export async function GET(request: Request, { params }: { readonly params: Promise<{ readonly export: string }> }) {
  return answerAuditFile(request, (await params).export);
}

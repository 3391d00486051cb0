export { answerAuditExport as GET } from '@/server/api/http/audit-file';
export {
  answerRest as DELETE,
  answerRest as PATCH,
  answerRest as POST,
  answerRest as PUT,
} from '@/server/api/http/rest';

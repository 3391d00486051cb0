import { type AuditExportFormat, auditExportFormats } from '@/core/audit/exports';
import { AppError } from '@/core/errors';
import { answerFile, answeringFile } from './file';

/** JSON is one line an entry (https://jsonlines.org): a log is read line by line, and nobody holds the whole of it. */
const auditFileTypes = {
  csv: 'text/csv; charset=utf-8',
  json: 'application/jsonl; charset=utf-8',
} as const satisfies Record<AuditExportFormat, string>;

/** Answers GET /api/v1/audit/export?q=…&as=csv: what the query finds, at once. 413 where it is too much for that. */
export function answerAuditExport(request: Request): Promise<Response> {
  return answeringFile(request, async (caller) => {
    const { q = '', as: asked = '', ...others } = onceEach(new URL(request.url).searchParams);
    const as = auditExportFormats.find((known) => known === asked);
    const [other] = Object.keys(others);
    if (other !== undefined) throw new AppError('invalid', `${other}: not a field of this call`);
    if (as === undefined) throw new AppError('invalid', `as: one of ${auditExportFormats.join(', ')}`);
    return answerFile(request, await caller.audit.export({ q, as }), auditFileTypes[as]);
  });
}

/** Answers GET /api/v1/audit/exports/{export}/file: what the runner wrote, for whoever asked for it. */
export function answerAuditFile(request: Request, id: string): Promise<Response> {
  return answeringFile(request, async (caller) =>
    // Its name says which of the two it is; to a browser both are a file to keep.
    answerFile(request, await caller.audit.fetchExport({ export: id }), 'application/octet-stream'),
  );
}

function onceEach(query: URLSearchParams): Record<string, string> {
  const twice = [...query.keys()].find((name, index, all) => all.indexOf(name) !== index);
  if (twice !== undefined) throw new AppError('invalid', `${twice}: given twice`);
  return Object.fromEntries(query);
}

const file = (types: readonly string[], description: string) => ({
  200: {
    description,
    content: Object.fromEntries(types.map((type) => [type, { schema: { type: 'string', format: 'binary' } }])),
  },
});

/** Files and no JSON, so that the generator cannot describe them from their doors. */
export const auditFilePaths = {
  '/audit/export': {
    get: {
      operationId: 'audit-export',
      summary: 'Audit entries that a query finds, as a file: up to 10,000 of them',
      security: [{ Authorization: [] }],
      parameters: [
        { name: 'q', in: 'query', required: false, schema: { type: 'string' } },
        { name: 'as', in: 'query', required: true, schema: { type: 'string', enum: auditExportFormats } },
      ],
      responses: file(
        Object.values(auditFileTypes),
        'The file. The audit’s entry of this X-Request-Id holds its SHA-256.',
      ),
    },
  },
  '/audit/exports/{export}/file': {
    get: {
      operationId: 'audit-fetchExport',
      summary: 'An export of the audit log that was asked for and is done',
      security: [{ Authorization: [] }],
      parameters: [{ name: 'export', in: 'path', required: true, schema: { type: 'string', format: 'uuid' } }],
      responses: file(['application/octet-stream'], 'The file, CSV or JSON lines as it was asked for.'),
    },
  },
};

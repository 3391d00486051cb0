import { AppError } from '@/core/errors';
import { type BulkExportFormat, bulkExportFormats } from '../bulk-export';
import { type ExportFormat, exportFormats } from '../session-export';
import { answerFile, answeringFile } from './file';

const reportTypes = {
  pdf: 'application/pdf',
  json: 'application/json; charset=utf-8',
  csv: 'text/csv; charset=utf-8',
} as const satisfies Record<ExportFormat | BulkExportFormat, string>;

/**
 * Answers GET /api/v1/sessions/{session}/report?as=pdf: the session as a file, sent as it is being written. A refusal comes
 * before the first byte, with the status that belongs to it; a file that cannot be finished is cut, not passed off as whole.
 */
export function answerReport(request: Request, session: string): Promise<Response> {
  return answeringFile(request, async ({ sessions }) => {
    const as = formatIn(request, exportFormats);
    // safe: the door's own schema is what judges whether it is an id.
    const input = { session, as } as Parameters<typeof sessions.export>[0];
    return answerFile(request, await sessions.export(input), reportTypes[as]);
  });
}

/** Answers GET /api/v1/bulk-runs/{bulkRun}/report?as=csv: one line a device. */
export function answerBulkReport(request: Request, bulkRun: string): Promise<Response> {
  return answeringFile(request, async ({ bulkRuns }) => {
    const as = formatIn(request, bulkExportFormats);
    // safe: as above.
    const input = { bulkRun, as } as Parameters<typeof bulkRuns.export>[0];
    return answerFile(request, await bulkRuns.export(input), reportTypes[as]);
  });
}

/** The format that is asked for; the first where none is. */
function formatIn<Format extends string>(request: Request, formats: readonly [Format, ...Format[]]): Format {
  const query = new URL(request.url).searchParams;
  const [as = formats[0], ...more] = query.getAll('as');
  const format = formats.find((known) => known === as);
  const other = [...query.keys()].find((name) => name !== 'as');
  if (other !== undefined) throw new AppError('invalid', `${other}: not a field of this call`);
  if (format === undefined || more.length > 0) throw new AppError('invalid', `as: one of ${formats.join(', ')}`);
  return format;
}

/** A file and no JSON, so that the generator cannot describe it from its door. */
const described = (what: {
  readonly operationId: string;
  readonly summary: string;
  readonly of: string;
  readonly formats: readonly (keyof typeof reportTypes)[];
  readonly file: string;
}) => ({
  get: {
    operationId: what.operationId,
    summary: what.summary,
    security: [{ Authorization: [] }],
    parameters: [
      { name: what.of, in: 'path', required: true, schema: { type: 'string', format: 'uuid' } },
      {
        name: 'as',
        in: 'query',
        required: false,
        schema: { type: 'string', enum: what.formats, default: what.formats[0] },
      },
    ],
    responses: {
      200: {
        description: what.file,
        content: Object.fromEntries(
          what.formats.map((format) => [reportTypes[format], { schema: { type: 'string', format: 'binary' } }]),
        ),
      },
    },
  },
});

export const reportPaths = {
  '/sessions/{session}/report': described({
    operationId: 'sessions-report',
    summary: 'A session as a file: its record as JSON, as CSV, or told in a PDF',
    of: 'session',
    formats: exportFormats,
    file: 'The file. X-Request-Id names the entry of the audit that holds the SHA-256 of its record.',
  }),
  '/bulk-runs/{bulkRun}/report': described({
    operationId: 'bulkRuns-report',
    summary: 'A bulk run as CSV, one line a device',
    of: 'bulkRun',
    formats: bulkExportFormats,
    file: 'The file. X-Request-Id names the entry of the audit that holds its SHA-256.',
  }),
};

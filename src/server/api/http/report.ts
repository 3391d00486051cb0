import { AppError } from '@/core/errors';
import { createCaller } from '../root';
import { type ExportFormat, type ExportPiece, exportFormats } from '../session-export';
import { answerError } from './answer';
import { contextOf, originOf, refuseForeign } from './request';

export const reportTypes = {
  pdf: 'application/pdf',
  json: 'application/json; charset=utf-8',
  csv: 'text/csv; charset=utf-8',
} as const satisfies Record<ExportFormat, string>;

/**
 * Answers GET /api/v1/sessions/{session}/report?as=pdf: the session as a file, sent as it is being written. A refusal comes
 * before the first byte, with the status that belongs to it; a file that cannot be finished is cut, not passed off as whole.
 */
export async function answerReport(request: Request, session: string): Promise<Response> {
  const { requestId } = originOf(request.headers);
  try {
    await refuseForeign(request);
    refuseElsewhere(request.headers);
    const as = formatIn(new URL(request.url).searchParams);
    const caller = createCaller(await contextOf(request.headers), { signal: request.signal });
    // safe: the door's own schema is what judges whether it is an id.
    const input = { session, as } as Parameters<typeof caller.sessions.export>[0];
    const pieces = (await caller.sessions.export(input))[Symbol.asyncIterator]();
    const first = await pieces.next();
    const file = first.done === true ? null : first.value[1];
    if (file?.kind !== 'file') throw new Error('an export begins with its name');
    // What cannot be begun is an error with its status, and not a broken line; a PDF is whole before its first byte.
    return new Response(streamOf(request, pieces, await next(pieces)), {
      headers: {
        'content-type': reportTypes[as],
        'content-disposition': `attachment; filename="${file.name}"`,
        'cache-control': 'no-store',
      },
    });
  } catch (thrown) {
    return answerError(thrown, requestId);
  }
}

/** A page of another site may not make somebody's browser write reports, although it would never see one. */
function refuseElsewhere(headers: Headers): void {
  const site = headers.get('sec-fetch-site') ?? 'none';
  if (!headers.has('authorization') && site !== 'none' && site !== 'same-origin')
    throw new AppError('forbidden', 'This request comes from another site.');
}

function formatIn(query: URLSearchParams): ExportFormat {
  const [as = 'pdf', ...more] = query.getAll('as');
  const format = exportFormats.find((known) => known === as);
  const other = [...query.keys()].find((name) => name !== 'as');
  if (other !== undefined) throw new AppError('invalid', `${other}: not a field of this call`);
  if (format === undefined || more.length > 0) throw new AppError('invalid', `as: one of ${exportFormats.join(', ')}`);
  return format;
}

type Pieces = AsyncIterator<readonly [string, ExportPiece, ...unknown[]]>;

function streamOf({ signal }: Request, pieces: Pieces, first: ExportPiece | null): ReadableStream<Uint8Array> {
  let waiting = first;
  return new ReadableStream({
    async pull(controller) {
      const piece = waiting ?? (await next(pieces));
      waiting = null;
      // An export that was called off ends early, and what there is of it is not the file.
      if (piece === null) signal.throwIfAborted();
      if (piece === null) controller.close();
      else controller.enqueue(bytesOf(piece));
    },
    async cancel() {
      await pieces.return?.();
    },
  });
}

async function next(pieces: Pieces): Promise<ExportPiece | null> {
  const { done, value } = await pieces.next();
  return done === true ? null : value[1];
}

function bytesOf(piece: ExportPiece): Uint8Array {
  if (piece.kind === 'bytes') return Buffer.from(piece.base64, 'base64');
  return Buffer.from(piece.kind === 'text' ? piece.text : '');
}

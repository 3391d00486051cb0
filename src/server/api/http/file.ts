import { AppError } from '@/core/errors';
import { createCaller } from '../root';
import type { ExportPiece } from '../session-export';
import { answerError } from './answer';
import { contextOf, originOf, refuseForeign } from './request';

type Caller = ReturnType<typeof createCaller>;

/** Answers a request for a file: whoever asks is let in as for every other call, and a refusal has the same words. */
export async function answeringFile(
  request: Request,
  answer: (caller: Caller) => Promise<Response>,
): Promise<Response> {
  const { requestId } = originOf(request.headers);
  try {
    await refuseForeign(request);
    refuseElsewhere(request.headers);
    return await answer(createCaller(await contextOf(request.headers), { signal: request.signal }));
  } catch (thrown) {
    return answerError(thrown, requestId);
  }
}

/** A page of another site may not make somebody's browser write files, although it would never see one. */
function refuseElsewhere(headers: Headers): void {
  const site = headers.get('sec-fetch-site') ?? 'none';
  if (!headers.has('authorization') && site !== 'none' && site !== 'same-origin')
    throw new AppError('forbidden', 'This request comes from another site.');
}

/** What a live view of pieces gives as a file, sent as it is being written; one that cannot be finished is cut. */
export async function answerFile(
  request: Request,
  view: AsyncIterable<readonly [string, ExportPiece, ...unknown[]]>,
  type: string,
): Promise<Response> {
  const pieces = view[Symbol.asyncIterator]();
  const first = await pieces.next();
  const file = first.done === true ? null : first.value[1];
  if (file?.kind !== 'file') throw new Error('an export begins with its name');
  // What cannot be begun is an error with its status, and not a broken line; a PDF is whole before its first byte.
  return new Response(streamOf(request, pieces, await next(pieces)), {
    headers: {
      'content-type': type,
      'content-disposition': `attachment; filename="${file.name}"`,
      'cache-control': 'no-store',
    },
  });
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

import { createHash } from 'node:crypto';
import { z } from 'zod';
import { sessionName } from '@/core/sessions';
import { publicUrl } from '@/server/auth/public-url';
import type { Session } from '@/server/db/sessions';
import { CsvRecord } from '../report/csv';
import { JsonRecord } from '../report/json';
import { takeReportPlace } from '../report/render';
import type { ReportCover } from '../report/report-job';
import { type ReportPlace, tooLargeForPdf } from '../report/report-room';
import { asAppError } from './errors';
import type { Shown } from './procedure';
import { readHead, readRows } from './session-record';
import type { InsideWatch } from './watch-door';

export const exportFormats = ['pdf', 'json', 'csv'] as const;
export type ExportFormat = (typeof exportFormats)[number];

/** A file in pieces: what it is called, then what is in it. */
export const ExportPiece = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('file'), name: z.string() }),
  z.object({ kind: z.literal('text'), text: z.string() }),
  z.object({ kind: z.literal('bytes'), base64: z.string() }),
]);
export type ExportPiece = z.input<typeof ExportPiece>;

type Inside = InsideWatch<{ readonly session: Session }>;

/**
 * Writes a session down as it stands, a piece at a time, so that neither the memory nor a transaction grows with it. The
 * record is its JSON text, whatever was asked for, and its SHA-256 is in the audit before the last piece leaves.
 */
export async function* exportSession(
  inside: Inside,
  as: ExportFormat,
  signal: AbortSignal | undefined,
): AsyncGenerator<Shown<ExportPiece>> {
  let pieces = 0;
  const shown = (data: ExportPiece): Shown<ExportPiece> => ({ id: String(pieces++), data });
  // Before anything is read: whoever finds no place costs nothing.
  const place = as === 'pdf' ? takeReportPlace(inside.me.personId, signal) : null;
  try {
    const { head, runs, by, at, customer } = await readHead(inside);
    yield shown({ kind: 'file', name: `${sessionName(head.session.number)}-${head.session.customer}.${as}` });
    const file = place === null ? new TextFile(as) : new PdfFile(place);
    yield* file.take(file.json.head(head), () => file.csv?.head(head)).map(shown);
    for await (const { run, rows } of readRows(inside, runs)) {
      if (signal?.aborted === true) return;
      file.rowCount += rows.length;
      yield* file.take(file.json.rows(run.id, rows), () => file.csv?.rows(run.id, rows)).map(shown);
    }
    yield* file.take(file.json.end(), () => file.csv?.end()).map(shown);
    const sha256 = file.sha256();
    const detail = { format: as, sha256, steps: head.steps.length, runs: runs.length, rows: file.rowCount };
    const url = `${publicUrl()}/sessions/${head.session.id}`;
    const last = await file
      .last({ url, customer, exportedAt: at, exportedBy: by, sha256 })
      .catch(async (error: unknown) => {
        const { code, message } = asAppError(error);
        await inside.conclude({ event: 'session.exported', outcome: 'failed', detail: { ...detail, code, message } });
        throw error;
      });
    await inside.conclude({ event: 'session.exported', outcome: 'ok', detail });
    yield* last.map(shown);
  } finally {
    place?.leave();
  }
}

/** The record as it is written, whatever of it leaves. */
abstract class RecordFile {
  readonly json = new JsonRecord();
  readonly csv: CsvRecord | null = null;
  rowCount = 0;
  readonly #hash = createHash('sha256');

  /** Takes a piece of the record; gives what can leave by now. */
  take(record: string, csv: () => string | undefined): ExportPiece[] {
    this.#hash.update(record);
    return this.keep(record, csv);
  }

  sha256(): string {
    return this.#hash.digest('hex');
  }

  protected abstract keep(record: string, csv: () => string | undefined): ExportPiece[];
  /** What is left, once all of the record was taken. */
  abstract last(cover: ReportCover): Promise<ExportPiece[]>;
}

/** JSON or CSV. One piece is held back, so that none that could be the last leaves before the audit's entry is there. */
class TextFile extends RecordFile {
  override readonly csv: CsvRecord | null;
  readonly #held: ExportPiece[] = [];

  constructor(as: ExportFormat) {
    super();
    this.csv = as === 'csv' ? new CsvRecord() : null;
  }

  protected override keep(record: string, csv: () => string | undefined): ExportPiece[] {
    const text = this.csv === null ? record : csv();
    if (text !== undefined && text !== '') this.#held.push({ kind: 'text', text });
    return this.#held.splice(0, this.#held.length - 1);
  }

  override async last(): Promise<ExportPiece[]> {
    return this.#held.splice(0);
  }
}

/** A router decides how long its answers are: beyond so much of them there is no PDF. */
const mostRecordBytes = 48 * 1024 * 1024;

/** A PDF, which is drawn from the whole record. */
class PdfFile extends RecordFile {
  readonly #record: Buffer[] = [];
  #bytes = 0;

  constructor(readonly place: ReportPlace) {
    super();
  }

  protected override keep(record: string): ExportPiece[] {
    const piece = Buffer.from(record);
    this.#bytes += piece.length;
    if (this.#bytes > mostRecordBytes) throw tooLargeForPdf();
    this.#record.push(piece);
    return [];
  }

  override async last(cover: ReportCover): Promise<ExportPiece[]> {
    const record = Buffer.concat(this.#record.splice(0));
    const pdf = await this.place.draw({ record, cover });
    return [{ kind: 'bytes', base64: Buffer.from(pdf).toString('base64') }];
  }
}

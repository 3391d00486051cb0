import { join } from 'node:path';
import { once } from '../process';
import { type ReportPlace, ReportRoom } from './report-room';

/** Beside the command line in dist/. Every process of the product runs in the product's own folder. */
const workerFile = (): string => join(process.cwd(), 'dist', 'report.worker.js');

// The front waits a minute for the first byte of an answer: nobody hears of what takes longer.
const room = () =>
  once('report.room', () => new ReportRoom({ file: workerFile(), places: 8, timeMs: 50_000, memoryMb: 384 }));

/**
 * A place to draw a report in, for one person, until they leave or `left` aborts. What is drawn is given as the UTF-8
 * JSON text of a record and given away: where it fills its memory the bytes are gone from the caller's hands. Throws
 * AppError with a sentence that says what to do instead.
 */
export const takeReportPlace = (who: string, left: AbortSignal | undefined): ReportPlace => room().take(who, left);

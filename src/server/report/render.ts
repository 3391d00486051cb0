import { join } from 'node:path';
import { once } from '../process';
import type { ReportCover } from './report-job';
import { ReportRoom } from './report-room';

/** Beside the command line in dist/. Every process of the product runs in the product's own folder. */
const workerFile = (): string => join(process.cwd(), 'dist', 'report.worker.js');

const room = () =>
  once('report.room', () => new ReportRoom({ file: workerFile(), places: 8, timeMs: 60_000, memoryMb: 384 }));

/**
 * The PDF of a record, which is given as its UTF-8 JSON text and given away: where it fills its memory the bytes are gone
 * from the caller's hands. Throws AppError with a sentence that says what to do instead.
 */
export const renderReport = (record: Uint8Array, cover: ReportCover): Promise<Uint8Array> =>
  room().make({ record, cover });

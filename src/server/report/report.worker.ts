import { parentPort, workerData } from 'node:worker_threads';
import type { SessionRecord } from '@/core/session-record';
import type { ReportJob } from './report-job';
import { sessionReport } from './session-report';

// What react-pdf cannot draw it prints and leaves out. A report with something left out is none.
const complaints: unknown[] = [];
for (const level of ['log', 'warn', 'error'] as const) console[level] = (...words) => complaints.push(words);

// safe: only `ReportRoom` starts this, with a job.
const { record, cover } = workerData as ReportJob;
// safe: the record was written by `JsonRecord` of this same version.
const parsed = JSON.parse(new TextDecoder().decode(record)) as SessionRecord;
const pdf = await sessionReport(parsed, cover);
if (complaints.length > 0) throw new Error(`react-pdf complained: ${String(complaints[0])}`);
parentPort?.postMessage(pdf, [pdf.buffer]);

import { createHash } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import type { Answer } from './answer';
import { Exported } from './answers';
import { customer, hopsIn, nameOf, type OpenedCase, standOf, target } from './case';
import type { Client } from './client';
import { pagesOf, readsAsTold } from './pdf';
import type { Visit } from './visit';

const types = {
  json: 'application/json; charset=utf-8',
  csv: 'text/csv; charset=utf-8',
  pdf: 'application/pdf',
} as const;

/** Marco takes the case along in all three forms; the PDF is what the tour leaves behind. */
export async function exportsTheCase(visit: Visit, client: Client, opened: OpenedCase): Promise<void> {
  const download = async (as: keyof typeof types): Promise<Answer> => {
    const answer = await client.get(`/sessions/${opened.id}/report?as=${as}`);
    const file = `attachment; filename="${nameOf(opened)}-${customer}.${as}"`;
    visit.tally.same(
      `Marco exports ${nameOf(opened)} as ${as.toUpperCase()}`,
      [answer.said, answer.headers.get('content-type'), answer.headers.get('content-disposition')],
      ['200', types[as], file],
    );
    return answer;
  };
  const record = await readsJson(visit, await download('json'), await client.session(opened.id));
  readsCsv(visit, await download('csv'), record);
  await keepsPdf(visit, await download('pdf'), { ...record, name: nameOf(opened) });
}

interface Told {
  readonly sha256: string;
  readonly hops: number;
  readonly steps: number;
  readonly rows: number;
}

async function readsJson(
  { tally }: Visit,
  answer: Answer,
  { steps, runs }: Awaited<ReturnType<Client['session']>>,
): Promise<Told> {
  const record = answer.as(Exported);
  // From where a step was asked for is in the record alone: whoever only looks is not told.
  const looked = record.steps.map(({ from: _, ...step }) => step);
  tally.same(`the JSON holds all ${steps.length} steps`, looked, steps);
  tally.same(
    `and all ${runs.length} runs with their rows`,
    record.runs.map((run) => `${run.id} ${run.state}, ${run.rows.length} rows`).sort(),
    runs.map((run) => `${run.id} ${standOf(run)}`).sort(),
  );
  const hops = hopsIn(record.runs.find(({ action }) => action === 'tool.traceroute')?.rows ?? []);
  tally.same(`its last hop is ${target}`, hops.at(-1), target);
  const rows = record.runs.reduce((sum, run) => sum + run.rows.length, 0);
  const sha256 = createHash('sha256').update(answer.bytes).digest('hex');
  return { sha256, hops: hops.length, steps: steps.length, rows };
}

function readsCsv({ tally }: Visit, { text }: Answer, { steps, rows }: Told): void {
  // Only the end of a line is CR LF: within a cell a line break is LF alone.
  const lines = text.split('\r\n').filter((line) => line !== '');
  tally.same(`the CSV has a line for each step and row, ${steps + rows} in all`, lines.length, 1 + steps + rows);
  tally.check(`and holds ${target}`, text.includes(target), text.slice(0, 200));
}

async function keepsPdf(
  { tally, pdfFile }: Visit,
  { bytes }: Answer,
  told: Told & { readonly name: string },
): Promise<void> {
  const start = bytes.subarray(0, 5).toString('latin1');
  tally.check(`the PDF is one, of ${pagesOf(bytes)} pages`, start === '%PDF-' && pagesOf(bytes) > 0, start);
  writeFileSync(pdfFile, bytes);
  await readsAsTold(tally, pdfFile, told);
}

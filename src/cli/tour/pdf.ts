import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { target, words } from './case';
import type { Tally } from './tally';

const run = promisify(execFile);

/** How many pages a PDF has, by the objects that are one: ours are not compressed. */
export const pagesOf = (bytes: Buffer): number => bytes.toString('latin1').match(/\/Type\s*\/Page\b/g)?.length ?? 0;

/** Checks what a PDF says to whoever reads it, where there is a program that reads it. */
export async function readsAsTold(
  tally: Tally,
  file: string,
  { name, hops, sha256 }: { readonly name: string; readonly hops: number; readonly sha256: string },
): Promise<void> {
  const text = await textOf(file);
  if (text === null) {
    tally.leaveOut('pdftotext (poppler-utils) is not installed here: what session.pdf says was not read');
    return;
  }
  const lastHop = new RegExp(`^ *${hops} +${target.replaceAll('.', '\\.')} `, 'm');
  tally.check(`session.pdf holds the last hop of the traceroute: ${hops}  ${target}`, lastHop.test(text), text);
  tally.check(`it names ${name} and the symptom`, text.includes(name) && text.includes(words.symptom), text);
  tally.check('it names the cause', text.includes(words.cause), text);
  tally.check(`it names the SHA-256 of the JSON: ${sha256.slice(0, 16)}…`, text.includes(sha256), text);
}

/** Laid out as on paper, so that what stands in one line is one. Null where pdftotext is not installed. */
async function textOf(file: string): Promise<string | null> {
  try {
    return (await run('pdftotext', ['-layout', file, '-'], { maxBuffer: 64 * 1024 * 1024 })).stdout;
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return null;
    throw error;
  }
}

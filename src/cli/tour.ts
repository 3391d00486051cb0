import { chmodSync, existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Log } from './log';
import { type Supervision, supervise } from './supervise';
import { asAdmin } from './tour/admin';
import { asOperator } from './tour/operator';
import { pagesOf } from './tour/pdf';
import { asStranger } from './tour/stranger';
import { asSuperAdmin } from './tour/super-admin';
import { Tally } from './tour/tally';
import { asViewer } from './tour/viewer';
import type { Visit } from './tour/visit';

/** In the project's own folder, where every command runs; git ignores it. */
const reportFile = 'session.pdf';

/**
 * `routeward demo --tour`: does the main job as each role over HTTP, in a demo of its own beside any other, and leaves
 * session.pdf. The exit code is 0 where every check held, else 1.
 */
export async function tour(log: Log, plan: Supervision['plan']): Promise<void> {
  const begunAt = Date.now();
  const tally = new Tally((line) => console.log(line));
  rmSync(reportFile, { force: true });
  const dataDirectory = temporaryDirectory();
  let isOver = false;
  try {
    console.log('A demo of its own is started, beside any other.');
    await supervise({
      dataDirectory,
      log,
      plan,
      onAnswering: async (url, { crash, signal }) => {
        const visit = { place: { url, signal }, tally, crashRunner: () => crash('runner'), pdfFile: reportFile };
        await visitAll({ ...visit, refusals: [] });
        isOver = !signal.aborted;
      },
    });
  } finally {
    rmSync(dataDirectory, gone);
  }
  if (!isOver) tally.breakOff('it was told to stop');
  const seconds = Math.round((Date.now() - begunAt) / 1000);
  console.log(['', tally.summary(), ...reportLines(), `${seconds} seconds.`].join('\n'));
  process.exitCode = tally.hasHeld ? 0 : 1;
}

/** Each chapter stands on the one before: where one cannot go on, neither can the rest. */
async function visitAll(visit: Visit): Promise<void> {
  try {
    const opened = await asOperator(visit);
    await asAdmin(visit, opened);
    await asViewer(visit, opened);
    await asStranger(visit, opened);
    await asSuperAdmin(visit, opened);
  } catch (error) {
    // Whatever fails once we are told to stop fails because of that.
    if (!visit.place.signal.aborted) visit.tally.breakOff(sentenceOf(error));
  }
}

/** `fetch` says what went wrong in the cause alone. */
function sentenceOf(error: unknown): string {
  const words = [];
  for (let at = error; at instanceof Error; at = at.cause) words.push(at.message);
  return words.length === 0 ? String(error) : words.join(': ');
}

const gone = { recursive: true, force: true, maxRetries: 3 } as const;

/** The database's account must be able to pass through it. Removed also where somebody is in a hurry to stop. */
function temporaryDirectory(): string {
  const directory = mkdtempSync(join(tmpdir(), 'routeward-tour-'));
  chmodSync(directory, 0o711);
  process.once('exit', () => rmSync(directory, gone));
  return directory;
}

function reportLines(): string[] {
  if (!existsSync(reportFile)) return [];
  const bytes = readFileSync(reportFile);
  return [`${reportFile}: ${pagesOf(bytes)} pages, ${Math.ceil(bytes.length / 1024)} kB.`];
}

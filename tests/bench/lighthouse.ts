import { execFile } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { chromium } from 'playwright-core';
import { z } from 'zod';
import { signIn } from '../e2e/browser';
import { openSession } from '../e2e/case-page';
import { startDemo } from '../e2e/product';
import { freePort } from './bare-next';

/*
 * `npm run lighthouse`: the four scores of the sign-in page, the device list and a session, as a telephone and at a desk, and
 * what was found wanting. Lighthouse is fetched for the occasion in one exact version: it brings hundreds of packages, of which
 * nothing else here has any use. It reports nothing to anybody.
 */
const lighthouse = 'lighthouse@12.8.2';
const run = promisify(execFile);

const Audit = z.object({ title: z.string(), score: z.number().nullable(), displayValue: z.string().optional() });
const Report = z.object({
  finalDisplayedUrl: z.string(),
  categories: z.record(
    z.string(),
    z.object({
      title: z.string(),
      score: z.number().nullable(),
      auditRefs: z.array(z.object({ id: z.string(), weight: z.number() })),
    }),
  ),
  audits: z.record(z.string(), Audit),
});
type Report = z.infer<typeof Report>;

const home = mkdtempSync(join(tmpdir(), 'routeward-lighthouse-'));
const demo = await startDemo();
const port = await freePort();
const context = await chromium.launchPersistentContext(join(home, 'profile'), {
  executablePath: process.env.CHROMIUM_PATH ?? '/usr/bin/chromium',
  args: ['--headless', '--no-sandbox', '--disable-gpu', `--remote-debugging-port=${port}`],
});
try {
  const page = await context.newPage();
  console.log(
    '| page | as | performance | accessibility | best practices | SEO |\n| --- | --- | --- | --- | --- | --- |',
  );
  await look('sign-in', `${demo.origin}/login`);
  await page.goto(`${demo.origin}/login`);
  await page.locator('.clock[data-ticks]').waitFor({ state: 'attached' });
  await signIn(page, 'operator');
  await look('device list', `${demo.origin}/customers/acme-corp/devices`);
  await page.goto(`${demo.origin}/customers/acme-corp/sessions`);
  await page.locator('.clock[data-ticks]').waitFor({ state: 'attached' });
  await look('a session', `${demo.origin}${await openSession(page, 'Slow in the evening')}`);
} finally {
  await context.close();
  await demo.stop();
  rmSync(home, { recursive: true, force: true });
}

async function look(name: string, url: string): Promise<void> {
  for (const as of ['telephone', 'desk']) {
    const report = await reportOn(url, as === 'desk' ? ['--preset=desktop'] : []);
    // Whoever is sent to the sign-in page instead would score well.
    if (new URL(report.finalDisplayedUrl).pathname !== new URL(url).pathname)
      throw new Error(`${url} led to ${report.finalDisplayedUrl}`);
    const scores = Object.values(report.categories).map(({ score }) => Math.round((score ?? Number.NaN) * 100));
    console.log(`| ${name} | ${as} | ${scores.join(' | ')} |`);
    for (const finding of findingsOf(report)) console.log(`  - ${finding}`);
  }
}

async function reportOn(url: string, how: readonly string[]): Promise<Report> {
  const file = join(home, 'report.json');
  const always = ['--output=json', `--output-path=${file}`, '--quiet', '--no-enable-error-reporting'];
  // What the browser keeps is who is signed in.
  const args = ['--yes', lighthouse, url, `--port=${port}`, '--disable-storage-reset', ...always, ...how];
  await run('npx', args, { maxBuffer: 64 * 1024 * 1024 });
  return Report.parse(JSON.parse(readFileSync(file, 'utf8')));
}

/** What cost points. */
function findingsOf({ categories, audits }: Report): string[] {
  return Object.values(categories).flatMap(({ title, auditRefs }) =>
    auditRefs.flatMap(({ id, weight }) => {
      const audit = audits[id];
      if (weight === 0 || audit === undefined || audit.score === null || audit.score >= 0.9) return [];
      return [`${title}: ${audit.title}${audit.displayValue === undefined ? '' : ` (${audit.displayValue})`}`];
    }),
  );
}

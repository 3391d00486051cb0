import { once } from 'node:events';
import { createServer } from 'node:http';
import { gzipSync } from 'node:zlib';
import type { Browser } from 'playwright-core';
import { desk, launch } from '../e2e/browser';
import { startDemo } from '../e2e/product';
import { buildBareNext, startBareNext } from './bare-next';
import { inTurn, type Measured, type Side } from './compare';

const rounds = 15;
const heaviestKb = 230;

type Figures = 'lcpMs' | 'kB';

/**
 * The sign-in page of the built product, cold, in a real browser: what it weighs over the wire and when its largest part is
 * painted, beside the least that Next can be and a page of HTML with the same form and nothing to fetch.
 */
export async function signInPage(): Promise<Measured[]> {
  buildBareNext();
  const [demo, bare, page, browser] = [await startDemo(), await startBareNext(), await staticPage(), await launch()];
  try {
    const sides = [`${demo.origin}/login`, bare.url, page.url].map((url) => () => load(browser, url));
    const [ours, next, html] = await inTurn(sides, { rounds });
    if (!ours || !next || !html) throw new Error('three sides, three figures');
    const weight = { name: 'weight of the sign-in page', unit: 'kB', ours: ours.kB } as const;
    const lcp = { name: 'largest contentful paint of the sign-in page', unit: 'ms', ours: ours.lcpMs } as const;
    return [
      { ...weight, peer: 'the limit of 230 kB', theirs: heaviestKb, target: 1 },
      { ...weight, peer: 'Next with one heading', theirs: next.kB, target: null },
      { ...lcp, peer: 'static HTML', theirs: html.lcpMs, target: 1.6 },
      { ...lcp, peer: 'Next with one heading', theirs: next.lcpMs, target: null },
    ];
  } finally {
    await browser.close();
    page.stop();
    await Promise.all([demo.stop(), bare.stop()]);
  }
}

/** In a browser context that has seen nothing yet. */
const load = async (browser: Browser, url: string): Promise<Awaited<ReturnType<Side<Figures>>>> => {
  const context = await browser.newContext({ viewport: desk });
  try {
    const page = await context.newPage();
    const session = await context.newCDPSession(page);
    let bytes = 0;
    session.on('Network.loadingFinished', ({ encodedDataLength }) => {
      bytes += encodedDataLength;
    });
    await session.send('Network.enable');
    await page.goto(url, { waitUntil: 'networkidle' });
    const lcpMs = await page.evaluate(
      () =>
        new Promise<number>((resolve) => {
          new PerformanceObserver((list) => resolve(list.getEntries().at(-1)?.startTime ?? Number.NaN)).observe({
            type: 'largest-contentful-paint',
            buffered: true,
          });
        }),
    );
    return { lcpMs, kB: bytes / 1000 };
  } finally {
    await context.close();
  }
};

const form = `<!doctype html><html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>Sign in</title><style>body{font:16px sans-serif;display:grid;place-content:center;min-height:100vh;margin:0}
label,input,button{display:block;width:20rem;margin:.5rem 0}</style></head><body><main><h1>Sign in</h1><form method="post">
<label>E-mail<input type="email" name="email" autocomplete="username"></label>
<label>Password<input type="password" name="password" autocomplete="current-password"></label>
<button>Sign in</button></form><p>Whoever may sign in here was invited by an Admin.</p></main></body></html>`;

async function staticPage(): Promise<{ url: string; stop: () => void }> {
  const headers = { 'content-type': 'text/html; charset=utf-8', 'content-encoding': 'gzip' };
  const body = gzipSync(form);
  const server = createServer((_request, response) => response.writeHead(200, headers).end(body)).listen(
    0,
    '127.0.0.1',
  );
  await once(server, 'listening');
  const at = server.address();
  if (typeof at !== 'object' || at === null) throw new Error('a listening server has no port');
  return { url: `http://127.0.0.1:${at.port}`, stop: () => void server.close() };
}

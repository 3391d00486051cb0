import { monitorEventLoopDelay } from 'node:perf_hooks';
import { routes } from '../server/report/answers';
import { bytesOf, drawn, record } from '../server/report/made-up';
import { against, type Measured, median } from './compare';

const sizes = [250, 2_500, 5_000] as const;
const rounds = 3;
const longestDelayMs = 50;

interface Made {
  readonly rows: number;
  readonly ms: number;
  /** How long at most the main thread did not come to its next turn. */
  readonly delayMs: number;
  /** By how much the process grew at most: worker, heap and buffers. */
  readonly megabytes: number;
}

/** PDFs of 250, 2,500 and 5,000 rows: time must grow with the rows and no faster, and the main thread must not notice. */
export async function report(): Promise<Measured[]> {
  await made(sizes[0]);
  const all: Made[] = [];
  for (const rows of sizes) all.push(middleOf(await severalOf(rows)));
  const linear = all.slice(1).map(({ rows, ms }, index): Measured => {
    const { rows: fewer, ms: fewerMs } = all[index] ?? { rows: Number.NaN, ms: Number.NaN };
    const name = `PDF of ${rows} rows against as many in PDFs of ${fewer}`;
    return {
      name,
      unit: 'ms',
      ours: ms,
      peer: `${rows / fewer} x ${fewer} rows`,
      theirs: fewerMs * (rows / fewer),
      target: 1.1,
    };
  });
  const delays = all.map(
    ({ rows, delayMs, megabytes }): Measured =>
      against(longestDelayMs, 'allowed')(
        `main loop while a PDF of ${rows} rows is made (+${megabytes.toFixed(0)} MB)`,
        delayMs,
      ),
  );
  return [...linear, ...delays];
}

async function severalOf(rows: number): Promise<Made[]> {
  const all: Made[] = [];
  for (let round = 0; round < rounds; round += 1) all.push(await made(rows));
  return all;
}

async function made(rows: number): Promise<Made> {
  const bytes = bytesOf(record([routes(1, rows)]));
  const before = process.memoryUsage.rss();
  let most = before;
  const watch = setInterval(() => {
    most = Math.max(most, process.memoryUsage.rss());
  }, 20);
  // What was made to be exported is no part of the exporting.
  const delay = monitorEventLoopDelay({ resolution: 1 });
  delay.enable();
  const start = performance.now();
  const pdf = await drawn(bytes);
  const ms = performance.now() - start;
  delay.disable();
  clearInterval(watch);
  if (pdf.length < 10_000) throw new Error(`a PDF of ${pdf.length} bytes holds no ${rows} rows`);
  return { rows, ms, delayMs: delay.max / 1e6, megabytes: (most - before) / 1e6 };
}

/** Of each figure by itself: another program that takes the processor for a moment is not ours. */
function middleOf(all: readonly Made[]): Made {
  const middle = (figure: (one: Made) => number): number => median(all.map(figure));
  return {
    rows: middle(({ rows }) => rows),
    ms: middle(({ ms }) => ms),
    delayMs: middle(({ delayMs }) => delayMs),
    megabytes: middle(({ megabytes }) => megabytes),
  };
}

import { memo } from 'react';
import { milliseconds, number } from '@/core/shown/format';
import type { Beat } from '../live/views';
import { type BeatSummary, beatSummary, sparkline } from './sparkline';

interface HeartbeatProps {
  /** Undefined: not loaded yet. */
  readonly beats: readonly Beat[] | undefined;
  /** The server's time in milliseconds; in whole minutes, so that it is drawn no more often. */
  readonly now: number;
}

const box = { width: 960, height: 44 };
const beatMs = 30 * 60_000;

/** The last 24 hours: the round trip as a line, tries without an answer in red, nothing where nobody asked. */
export const Heartbeat = memo(function Heartbeat({ beats, now }: HeartbeatProps) {
  const summary = beats === undefined ? null : beatSummary(beats);
  const drawn = beats === undefined ? null : sparkline(beats, box);
  return (
    <section className="heartbeat" aria-labelledby="day">
      <div className="heartbeat-head">
        <h2 id="day">Last 24 hours</h2>
        <p className="text-ink-2">{summary === null ? 'Loading' : inWords(summary)}</p>
      </div>
      {drawn === null || summary === null || summary.tried === 0 ? (
        <div className="heartbeat-chart" />
      ) : (
        <>
          <svg
            className="heartbeat-chart"
            viewBox={`0 0 ${box.width} ${box.height}`}
            preserveAspectRatio="none"
            role="img"
            aria-label={inWords(summary)}
          >
            {drawn.misses.map((miss) => (
              <rect key={miss.x} className="spark-miss" {...miss} />
            ))}
            {drawn.lines.map((line) => (
              <path key={line} className="chart-line" d={line} />
            ))}
          </svg>
          <details>
            <summary className="fold">Table</summary>
            <BeatTable beats={beats ?? []} now={now} />
          </details>
        </>
      )}
    </section>
  );
});

function inWords({ tried, answered, lowMs, highMs, silent }: BeatSummary): string {
  if (tried === 0) return 'Not asked in the last 24 hours.';
  const tries = `${number(answered)} of ${number(tried)} tries answered`;
  const times = lowMs === null ? '' : `, ${milliseconds(lowMs)} to ${milliseconds(highMs ?? lowMs)} ms`;
  return `${tries}${times}${silent === 0 ? '' : `; not asked in ${silent} of 48 half hours`}.`;
}

function BeatTable({ beats, now }: { readonly beats: readonly Beat[]; readonly now: number }) {
  const end = Math.ceil(now / 60_000) * 60_000;
  const clock = (index: number) => new Date(end - (beats.length - index) * beatMs).toISOString().slice(11, 16);
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by keyboard
    <section className="result-region" tabIndex={0} aria-label="Half hours">
      <table className="result">
        <thead>
          <tr>
            <th scope="col">From, UTC</th>
            <th scope="col" className="number">
              Asked
            </th>
            <th scope="col" className="number">
              Answered
            </th>
            <th scope="col" className="number">
              Mean, ms
            </th>
          </tr>
        </thead>
        <tbody>
          {beats.map(({ tried, answered, meanMs }, index) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: a half hour is named by its place in the day
            <tr key={index} {...(answered < tried ? { 'data-bad': '' } : {})}>
              <td className="mono">{clock(index)}</td>
              <td className="number">{tried}</td>
              <td className="number">{answered}</td>
              <td className="number">{meanMs === null ? '—' : milliseconds(meanMs)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}

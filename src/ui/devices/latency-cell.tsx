import { milliseconds, number } from '@/core/shown/format';
import type { Beat } from '../live/views';
import { beatSummary, sparkline } from './sparkline';

const box = { width: 96, height: 20 };

/** A day of round trips in the width of a column. What it says in words is its name. */
export function LatencyCell({ beats }: { readonly beats: readonly Beat[] | undefined }) {
  if (beats === undefined) return <span className="spark" />;
  const summary = beatSummary(beats);
  if (summary.tried === 0)
    return (
      <span className="text-ink-3" title="Not asked in the last 24 hours">
        —
      </span>
    );
  if (summary.answered === 0) return <span className="text-fail font-semibold">100% loss</span>;
  const { lines, misses } = sparkline(beats, box);
  const lost = summary.tried - summary.answered;
  const words = `${milliseconds(summary.lowMs ?? 0)} to ${milliseconds(summary.highMs ?? 0)} ms in 24 hours, ${number(lost)} of ${number(summary.tried)} tries not answered`;
  return (
    <svg className="spark" viewBox={`0 0 ${box.width} ${box.height}`} role="img" aria-label={words}>
      {misses.map((miss) => (
        <rect key={miss.x} className="spark-miss" {...miss} />
      ))}
      {lines.map((line) => (
        <path key={line} className="spark-line" d={line} />
      ))}
    </svg>
  );
}

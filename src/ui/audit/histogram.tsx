'use client';

import { useRouter } from 'next/navigation';
import { type PointerEvent, useState } from 'react';
import { bucketAt } from '@/core/audit/buckets';
import { type AuditQuery, withToken } from '@/core/audit/query';
import { minute, number } from '@/core/shown/format';
import { Link } from '../link';
import type { AuditSummary } from '../live/views';
import { queryAddress } from './filter';
import { entriesIn } from './words';

interface HistogramProps {
  readonly query: AuditQuery;
  readonly histogram: AuditSummary['histogram'];
}

/** From the first bar chosen up to the last, both included. */
type Range = readonly [first: number, last: number];

const second = (iso: string): string => `${minute(iso)}:${iso.slice(17, 19)}`;

/**
 * Entries over time. A range is chosen by drawing over the bars, or with the two handles below, which are plain sliders:
 * arrow keys move them. It is shown, and comes into the address, when its button is pressed or the pointer lets go.
 */
export function Histogram({ query, histogram }: HistogramProps) {
  const router = useRouter();
  const { from, widthMs, bars } = histogram;
  const buckets = { from: Date.parse(from), widthMs, count: bars.length };
  const whole: Range = [0, bars.length - 1];
  const [range, setRange] = useState<Range>(whole);
  const [start, setStart] = useState<number | null>(null);
  const at = (index: number) => bucketAt(buckets, index);
  const written = widthMs < 60_000 ? second : minute;
  const [first, last] = range;
  const isWhole = first === 0 && last === bars.length - 1;
  const address = ([from, to]: Range) =>
    queryAddress(withToken(withToken(query, 'since', at(from)), 'until', at(to + 1)));
  const most = Math.max(1, ...bars.map(({ count }) => count));
  const total = bars.reduce((sum, { count }) => sum + count, 0);
  const isAbout = bars.some((bar) => bar.isAbout);
  const chosen = bars.slice(first, last + 1).reduce((sum, { count }) => sum + count, 0);

  /** In hundredths; what is there at all can be seen. */
  const heightOf = (count: number): number => (count === 0 ? 0 : Math.max(5, (count / most) * 100));

  function barUnder({ clientX, currentTarget }: PointerEvent<SVGSVGElement>): number {
    const { left, width } = currentTarget.getBoundingClientRect();
    return Math.min(bars.length - 1, Math.max(0, Math.floor(((clientX - left) / width) * bars.length)));
  }
  const spanned = (one: number, other: number): Range => [Math.min(one, other), Math.max(one, other)];

  return (
    <section className="histogram" aria-label="Entries over time">
      <svg
        className="histogram-bars"
        viewBox={`0 0 ${bars.length} 100`}
        preserveAspectRatio="none"
        role="img"
        aria-label={`${isAbout ? 'About ' : ''}${entriesIn(total)} from ${minute(at(0))} to ${minute(at(bars.length))} UTC, at most ${number(most)} in one bar`}
        onPointerDown={(event) => {
          if (event.button !== 0) return;
          event.currentTarget.setPointerCapture(event.pointerId);
          const bar = barUnder(event);
          setStart(bar);
          setRange([bar, bar]);
        }}
        onPointerMove={(event) => {
          if (start !== null) setRange(spanned(start, barUnder(event)));
        }}
        onPointerUp={(event) => {
          if (start === null) return;
          const drawn = spanned(start, barUnder(event));
          setStart(null);
          setRange(drawn);
          router.push(address(drawn));
        }}
        onPointerCancel={() => {
          setStart(null);
          setRange(whole);
        }}
      >
        {bars.map(({ count, isAbout }, index) => (
          <rect
            key={at(index)}
            x={index + 0.06}
            width={0.88}
            y={100 - heightOf(count)}
            height={heightOf(count)}
            data-out={index < first || index > last ? '' : undefined}
            data-about={isAbout ? '' : undefined}
          >
            <title>{`${written(at(index))} UTC: ${isAbout ? 'about ' : ''}${number(count)}`}</title>
          </rect>
        ))}
      </svg>
      <div className="histogram-handles">
        <input
          type="range"
          min={0}
          max={bars.length - 1}
          value={first}
          aria-label="From"
          aria-valuetext={`${written(at(first))} UTC`}
          onChange={(event) => setRange([Math.min(Number(event.currentTarget.value), last), last])}
        />
        <input
          type="range"
          min={0}
          max={bars.length - 1}
          value={last}
          aria-label="To"
          aria-valuetext={`${written(at(last + 1))} UTC`}
          onChange={(event) => setRange([first, Math.max(Number(event.currentTarget.value), first)])}
        />
      </div>
      <p className="histogram-words">
        <span className="mono">
          {written(at(first))} – {written(at(last + 1))}
        </span>
        <span className="text-ink-3">
          {isAbout ? 'about ' : ''}
          {entriesIn(chosen)}
        </span>
        {isWhole ? null : (
          <Link className="button button-row" href={address(range)}>
            Show this range
          </Link>
        )}
      </p>
    </section>
  );
}

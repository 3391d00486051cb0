import type { RunRow } from '@/core/runs';
import { type FlowBar, flowBars } from '@/core/shown/flow-bars';
import { bitRate, counted, rateOrDash } from '@/core/shown/format';

const barWidth = 1000;

/** The busiest flows, one below the other, with what each receives and sends as bars on one scale. */
export function FlowChart({ rows }: { readonly rows: readonly RunRow[] }) {
  const { bars, top } = flowBars(rows, barWidth);
  const scale = bitRate(BigInt(Math.round(top)));
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by keyboard
    <section className="result-region" tabIndex={0} aria-label={`${counted(bars.length, 'flow')}, the busiest first`}>
      <p className="panel-note">
        The busiest first, in the last second, as the interface sees it; a bar over the whole width is {scale}.
      </p>
      <ol className="flows">
        {bars.map((bar, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: two flows may have the same ends; the place is all that names one
          <li key={index}>
            <bdi className="mono">{bar.label}</bdi>
            <Bars bar={bar} />
          </li>
        ))}
      </ol>
    </section>
  );
}

function Bars({ bar: { label, received, sent, receivedWidth, sentWidth } }: { readonly bar: FlowBar }) {
  const ways = [
    ['received', received, receivedWidth, 'flow-received'],
    ['sent', sent, sentWidth, 'flow-sent'],
  ] as const;
  return (
    <dl>
      {ways.map(([words, rate, width, className]) => (
        <div key={words}>
          <dt>{words}</dt>
          <dd>
            <svg
              viewBox={`0 0 ${barWidth} 10`}
              preserveAspectRatio="none"
              role="img"
              aria-label={`${label} ${words} ${rateOrDash(rate)}`}
            >
              <path className="chart-rule" d={`M0 5h${barWidth}`} />
              <rect className={className} x={0} y={1} width={width} height={8} />
            </svg>
          </dd>
          <dd className="mono">{rateOrDash(rate)}</dd>
        </div>
      ))}
    </dl>
  );
}

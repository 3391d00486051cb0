import { type Hop, lastRound } from '@/core/actions/last-round';
import type { RunRow } from '@/core/runs';
import { visible } from '@/core/shown/cells';
import { milliseconds, number, percentage } from '@/core/shown/format';
import { hopBar, hopScaleMs } from '@/core/shown/hop-scale';

const barWidth = 220;
const time = (value: number | null): string => (value === null ? '—' : milliseconds(value));

/** The hops in RouterOS's own columns, each with its best, average and worst on a scale that all have in common. */
export function TracerouteTable({ rows }: { readonly rows: readonly RunRow[] }) {
  const hops = lastRound(rows.map(({ fields }) => fields));
  const topMs = hopScaleMs(hops);
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by keyboard
    <section className="result-region" tabIndex={0} aria-label="Hops">
      <table className="result">
        <thead>
          <tr>
            <th scope="col" className="number">
              #
            </th>
            <th scope="col">Address</th>
            {['Loss', 'Sent', 'Last', 'Avg', 'Best', 'Worst', 'Std dev'].map((title) => (
              <th key={title} scope="col" className="number">
                {title}
              </th>
            ))}
            <th scope="col">0–{number(topMs)} ms</th>
            {hops.some(({ status }) => status !== null) ? <th scope="col">Status</th> : null}
          </tr>
        </thead>
        <tbody>
          {hops.map((hop) => (
            <HopRow key={hop.hop} hop={hop} topMs={topMs} hasStatus={hops.some(({ status }) => status !== null)} />
          ))}
        </tbody>
      </table>
    </section>
  );
}

interface HopRowProps {
  readonly hop: Hop;
  readonly topMs: number;
  readonly hasStatus: boolean;
}

function HopRow({ hop, topMs, hasStatus }: HopRowProps) {
  const { address, lossPercent, sent, last, avg, best, worst, stdDev, status } = hop;
  return (
    <tr>
      <td className="number">{hop.hop}</td>
      <td className="mono">
        {address === null ? <span className="text-ink-3">no answer</span> : <bdi>{visible(address)}</bdi>}
      </td>
      <td className="number" {...((lossPercent ?? 0) > 0 ? { 'data-bad': '' } : {})}>
        {lossPercent === null ? '—' : `${percentage(lossPercent)}%`}
      </td>
      <td className="number">{sent ?? '—'}</td>
      <td className="number">{time(last)}</td>
      <td className="number">{time(avg)}</td>
      <td className="number">{time(best)}</td>
      <td className="number">{time(worst)}</td>
      <td className="number">{time(stdDev)}</td>
      <td>
        <Bar hop={hop} topMs={topMs} />
      </td>
      {hasStatus ? <td>{status === null ? '' : <bdi>{visible(status)}</bdi>}</td> : null}
    </tr>
  );
}

function Bar({ hop, topMs }: Pick<HopRowProps, 'hop' | 'topMs'>) {
  const bar = hopBar(hop, topMs, barWidth);
  const words =
    bar === null
      ? 'no answer'
      : `best ${time(hop.best)}, average ${time(hop.avg)}, worst ${time(hop.worst)} milliseconds`;
  return (
    <svg width={barWidth + 4} height="14" role="img" aria-label={words} className="block">
      <path className="chart-rule" d={`M0 7h${barWidth}`} />
      {bar === null ? null : (
        <>
          <rect className="hop-span" x={bar.best} y="4" width={Math.max(1, bar.worst - bar.best)} height="6" />
          <rect className="hop-avg" x={Math.max(0, bar.avg - 1)} y="1" width="2.5" height="12" />
        </>
      )}
    </svg>
  );
}

import { type PingSummary, pingSummary } from '@/core/actions/ping-summary';
import type { RunRow } from '@/core/runs';
import { milliseconds, number, percentage } from '@/core/shown/format';
import { pictureBox, pingPicture } from '@/core/shown/ping-picture';
import { packetColumns } from '@/core/shown/tool-columns';
import { Calm } from './calm';
import { FoldedCell, FoldedHead } from './folded-cell';

interface PingResultProps {
  readonly rows: readonly RunRow[];
  readonly planned: number;
  readonly hasEnded: boolean;
}

const fieldsOf = (rows: readonly RunRow[]) => rows.map(({ fields }) => fields);
const ms = (value: number | null): string => (value === null ? '—' : milliseconds(value));

/** Round trips from left to right, lost packets as red bars, and the count of both below. */
export function PingChart({ rows, planned, hasEnded }: PingResultProps) {
  const summary = pingSummary(fieldsOf(rows));
  const { lines, losses, topMs, across } = pingPicture(summary.samples, planned);
  return (
    <>
      <div className="ping">
        <div className="ping-scale mono" aria-hidden="true">
          <span>{number(topMs)} ms</span>
          <span>{number(topMs / 2)}</span>
          <span>0</span>
        </div>
        <svg
          className="ping-chart"
          viewBox={`0 0 ${pictureBox.width} ${pictureBox.height}`}
          preserveAspectRatio="none"
          role="img"
          aria-label={`Round trips of ${number(across)} packets. ${inWords(summary)}`}
        >
          {[0, 50, 100].map((y) => (
            <path key={y} className="chart-rule" d={`M0 ${y}h${pictureBox.width}`} />
          ))}
          {losses.map(({ x, width }) => (
            <rect key={x} className="chart-loss" x={x} y={0} width={width} height={pictureBox.height} />
          ))}
          {lines.map((line) => (
            <path key={line.slice(0, 24)} className="chart-line" d={line} />
          ))}
        </svg>
      </div>
      <PingCounters summary={summary} hasEnded={hasEnded} />
    </>
  );
}

function inWords({ sent, received, lossPercent, minMs, avgMs, maxMs }: PingSummary): string {
  const lost = `${number(sent)} sent, ${number(received)} received, ${lossPercent === null ? 'no' : percentage(lossPercent)} % loss`;
  return avgMs === null ? lost : `${lost}; from ${ms(minMs)} to ${ms(maxMs)} ms, ${ms(avgMs)} on average`;
}

function PingCounters({ summary, hasEnded }: { readonly summary: PingSummary; readonly hasEnded: boolean }) {
  const { sent, received, lossPercent, minMs, avgMs, maxMs } = summary;
  const counters: readonly (readonly [string, string])[] = [
    ['sent', number(sent)],
    ['received', number(received)],
    ['loss', lossPercent === null ? '—' : `${percentage(lossPercent)} %`],
    ['min', `${ms(minMs)} ms`],
    ['avg', `${ms(avgMs)} ms`],
    ['max', `${ms(maxMs)} ms`],
  ];
  return (
    <>
      <dl className="counters">
        {counters.map(([name, value]) => (
          <div key={name} {...(name === 'loss' && (lossPercent ?? 0) > 0 ? { 'data-bad': '' } : {})}>
            <dt>{name}</dt>
            <dd className="mono">{value}</dd>
          </div>
        ))}
      </dl>
      <Calm words={inWords(summary)} isFinal={hasEnded} />
    </>
  );
}

/** The same packets, one row each. */
export function PingTable({ rows }: { readonly rows: readonly RunRow[] }) {
  const { samples } = pingSummary(fieldsOf(rows));
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by keyboard
    <section className="result-region" tabIndex={0} aria-label="Packets">
      <table className="result">
        <thead>
          <tr>
            {packetColumns.map((column) => (
              <FoldedHead key={column.title} column={column} />
            ))}
          </tr>
        </thead>
        <tbody>
          {samples.map((sample, index) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: packets have no other name; RouterOS's own count begins anew
            <tr key={index} {...(sample.ms === null ? { 'data-bad': '' } : {})}>
              {packetColumns.map((column) => (
                <FoldedCell key={column.title} column={column} line={sample} />
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}

import { type Hop, lastRound } from '@/core/actions/last-round';
import type { RunRow } from '@/core/runs';
import { milliseconds, number } from '@/core/shown/format';
import { hopBar, hopScaleMs } from '@/core/shown/hop-scale';
import { hopColumns } from '@/core/shown/tool-columns';
import { FoldedCell, FoldedHead } from './folded-cell';

const barWidth = 220;
const time = (value: number | null): string => (value === null ? '—' : milliseconds(value));

/** The hops in RouterOS's own columns, each with its best, average and worst on a scale that all have in common. */
export function TracerouteTable({ rows }: { readonly rows: readonly RunRow[] }) {
  const hops = lastRound(rows.map(({ fields }) => fields));
  const topMs = hopScaleMs(hops);
  const columns = hopColumns(hops);
  // The bars stand behind the times; remarks are last, as RouterOS has them.
  const inFront = columns.filter(({ kind }) => kind !== 'words');
  const behind = columns.filter(({ kind }) => kind === 'words');
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by keyboard
    <section className="result-region" tabIndex={0} aria-label="Hops">
      <table className="result">
        <thead>
          <tr>
            {inFront.map((column) => (
              <FoldedHead key={column.title} column={column} />
            ))}
            <th scope="col">0–{number(topMs)} ms</th>
            {behind.map((column) => (
              <FoldedHead key={column.title} column={column} />
            ))}
          </tr>
        </thead>
        <tbody>
          {hops.map((hop) => (
            <tr key={hop.hop}>
              {inFront.map((column) => (
                <FoldedCell key={column.title} column={column} line={hop} />
              ))}
              <td>
                <Bar hop={hop} topMs={topMs} />
              </td>
              {behind.map((column) => (
                <FoldedCell key={column.title} column={column} line={hop} />
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}

function Bar({ hop, topMs }: { readonly hop: Hop; readonly topMs: number }) {
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

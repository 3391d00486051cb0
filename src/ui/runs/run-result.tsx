import dynamic from 'next/dynamic';
import { memo } from 'react';
import type { Part, Shown, TableShown } from '@/core/actions/shown';
import { hasEnded, type RunRow } from '@/core/runs';
import { partsIn } from '@/core/shown/parts';
import { actionIn } from '@/core/shown/run-words';
import type { View } from '@/core/shown/views';
import type { RunView } from '../live/views';
import { FactGroups } from './fact-groups';
import { FlowChart } from './flow-chart';
import { PingChart, PingTable } from './ping-result';
import { RawRows } from './raw-rows';
import { ResultTable } from './result-table';
import { TracerouteTable } from './traceroute-table';
import { TrafficChart } from './traffic-chart';

interface RunResultProps {
  readonly run: RunView;
  readonly rows: readonly RunRow[];
  readonly view: View;
}

/** What compares lines is of use to few: it comes when a snapshot is looked at. */
const SnapshotDiff = dynamic(() => import('./snapshot-result').then((loaded) => loaded.SnapshotDiff));
const SnapshotText = dynamic(() => import('./snapshot-result').then((loaded) => loaded.SnapshotText));

/** What came back, as the catalogue says that it is to be shown; drawn anew when something came, not with every second. */
export const RunResult = memo(function RunResult({ run, rows, view }: RunResultProps) {
  const shown = actionIn(run)?.shown;
  if (ownOf(shown, rows).length === 0) return <Nothing run={run} />;
  if (view === 'Raw' || shown === undefined) return <RawRows rows={rows} />;
  switch (shown.as) {
    case 'ping':
      return view === 'Table' ? (
        <PingTable rows={rows} />
      ) : (
        <PingChart rows={rows} planned={plannedOf(run)} hasEnded={hasEnded(run.state)} />
      );
    case 'traceroute':
      return <TracerouteTable rows={rows} />;
    case 'table':
      return view === 'Chart' ? (
        <TableChart run={run} rows={rows} shown={shown} />
      ) : (
        <ResultTable rows={rows} shown={shown} />
      );
    case 'facts':
      return <FactGroups rows={rows} shown={shown} />;
    case 'snapshot':
      return view === 'Text' ? <SnapshotText rows={rows} /> : <SnapshotDiff run={run} rows={rows} />;
    case 'parts':
      return <Parts rows={rows} parts={partsIn(shown.parts, rows)} />;
  }
});

/** What there is to be seen: rows that are there for us alone are nothing to a reader. */
function ownOf(shown: Shown | undefined, rows: readonly RunRow[]): readonly unknown[] {
  if (shown?.as === 'parts') return partsIn(shown.parts, rows);
  return shown?.as === 'table' ? rows.filter(({ sentence }) => sentence === shown.sentence) : rows;
}

/** A table that says more as a picture. */
function TableChart({ run, rows, shown }: Pick<RunResultProps, 'run' | 'rows'> & { readonly shown: TableShown }) {
  if (shown.chart === 'flows') return <FlowChart rows={rows} />;
  return <TrafficChart rows={rows} planned={secondsOf(run)} hasEnded={hasEnded(run.state)} />;
}

/** Several tables and sheets below each other, each under its name. */
function Parts({ rows, parts }: { readonly rows: readonly RunRow[]; readonly parts: readonly Part[] }) {
  return parts.map((part) => (
    <section key={part.title} className="result-part" aria-label={part.title}>
      <h4>{part.title}</h4>
      {part.as === 'table' ? <ResultTable rows={rows} shown={part} /> : <FactGroups rows={rows} shown={part} />}
    </section>
  ));
}

const plannedOf = ({ params, state }: RunView): number =>
  typeof params.count === 'number' && !hasEnded(state) ? params.count : 0;

const secondsOf = ({ params, state }: RunView): number =>
  typeof params.duration === 'number' && !hasEnded(state) ? Math.ceil(params.duration / 1000) : 0;

const waiting = {
  intended: 'Waiting for its turn on this router.',
  running: 'Asked. Nothing has come back yet.',
} as const;

function Nothing({ run }: { readonly run: RunView }) {
  if (run.state === 'intended' || run.state === 'running') return <p className="panel-empty">{waiting[run.state]}</p>;
  if (run.rows > 0) return <p className="panel-empty">Fetching {run.rows} stored rows.</p>;
  if (run.state === 'done') return <p className="panel-empty">The router answered with nothing: no row fits.</p>;
  // A fault has said it all already.
  if (run.fault !== null) return null;
  return <p className="panel-empty">No row came back. Nothing was changed on the router.</p>;
}

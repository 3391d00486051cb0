import { memo } from 'react';
import { hasEnded, type RunRow } from '@/core/runs';
import { actionIn } from '@/core/shown/run-words';
import type { RunView } from '../live/views';
import { FactGroups } from './fact-groups';
import { PingChart, PingTable } from './ping-result';
import { RawRows } from './raw-rows';
import { ResultTable } from './result-table';
import type { View } from './run-panel';
import { TracerouteTable } from './traceroute-table';

interface RunResultProps {
  readonly run: RunView;
  readonly rows: readonly RunRow[];
  readonly view: View;
}

/** What came back, as the catalogue says that it is to be shown; drawn anew when something came, not with every second. */
export const RunResult = memo(function RunResult({ run, rows, view }: RunResultProps) {
  const shown = actionIn(run)?.shown;
  const own = shown?.as === 'table' ? rows.filter(({ sentence }) => sentence === shown.sentence) : rows;
  if (own.length === 0) return <Nothing run={run} />;
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
      return <ResultTable rows={rows} shown={shown} />;
    case 'facts':
      return <FactGroups rows={rows} shown={shown} />;
  }
});

const plannedOf = ({ params, state }: RunView): number =>
  typeof params.count === 'number' && !hasEnded(state) ? params.count : 0;

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

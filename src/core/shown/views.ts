import type { Shown } from '../actions/shown';

/** In which ways what came back can be looked at. */
export type View = 'Chart' | 'Table' | 'Facts' | 'Text' | 'Diff' | 'Raw';

const views: Readonly<Record<Shown['as'], readonly [View, ...View[]]>> = {
  ping: ['Chart', 'Table', 'Raw'],
  traceroute: ['Table', 'Raw'],
  table: ['Table', 'Raw'],
  facts: ['Facts', 'Raw'],
  parts: ['Table', 'Raw'],
  snapshot: ['Diff', 'Text', 'Raw'],
};

/** The views of an action, the first of which is shown unasked; of one that the catalogue no longer has only its rows. */
export function viewsOf(shown: Shown | undefined): readonly [View, ...View[]] {
  if (shown === undefined) return ['Raw'];
  return shown.as === 'table' && shown.chart !== undefined ? ['Chart', ...views.table] : views[shown.as];
}

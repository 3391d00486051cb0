import { type BulkCounts, bulkOutcomes } from '@/core/bulk-runs';
import { number } from '@/core/shown/format';
import type { MatrixView } from './matrix';
import { outcomeWords } from './outcome';
import { ViewLink } from './view-link';

interface OutcomeTabsProps {
  readonly path: string;
  readonly view: MatrixView;
  readonly counts: BulkCounts;
}

/** Counts by outcome, before any row: each is a view, and is live. One that there is none of is left out. */
export function OutcomeTabs({ path, view, counts }: OutcomeTabsProps) {
  const all = bulkOutcomes.reduce((sum, one) => sum + counts[one], 0);
  const shown = bulkOutcomes.filter((one) => counts[one] > 0 || one === 'done' || one === view.outcome);
  return (
    <nav className="tabs" aria-label="By outcome">
      {([null, ...shown] as const).map((outcome) => (
        <ViewLink
          key={outcome ?? 'all'}
          className="tab"
          path={path}
          to={{ ...view, outcome, page: 1 }}
          {...(outcome === view.outcome ? { 'aria-current': 'page' as const } : {})}
        >
          {outcome === null ? 'All' : outcomeWords[outcome]}{' '}
          <span className="mono">{number(outcome === null ? all : counts[outcome])}</span>
        </ViewLink>
      ))}
    </nav>
  );
}

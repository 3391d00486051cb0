import { memo } from 'react';
import { faults } from '@/core/faults';
import { visible } from '@/core/shown/cells';
import { milliseconds, span } from '@/core/shown/format';
import type { SummaryColumn } from '@/core/shown/summary';
import { Link } from '../link';
import type { BulkDevice } from '../live/views';
import { tookMs } from './matrix';
import { isBad, Outcome } from './outcome';

interface BulkRowProps {
  readonly device: BulkDevice;
  readonly columns: readonly SummaryColumn[];
  readonly hasSites: boolean;
  readonly isOpen: boolean;
  readonly onToggle: (id: string) => void;
}

/** Drawn anew when its own device moved on, not with every other. */
export const BulkRow = memo(
  function BulkRow({ device, columns, hasSites, isOpen, onToggle }: BulkRowProps) {
    const { device: id, name, site, outcome, run, isStopping, summary, endedAt } = device;
    return (
      <tr {...(isBad(outcome) ? { 'data-refused': '' } : {})}>
        <td className="cell-status">
          <Outcome of={outcome} isStopping={isStopping} />
        </td>
        <td className="cell-name">
          <Link className="row-link" href={`/devices/${id}`} data-row>
            {name}
          </Link>
        </td>
        {hasSites ? <td className="cell-site">{site ?? '—'}</td> : null}
        {columns.map((column) => {
          const text = summary === null ? null : column.text(summary);
          return (
            <td
              key={column.key}
              className={column.isNumeric ? 'cell-figure number' : 'cell-figure'}
              data-title={column.title}
            >
              {text === null ? <span className="text-ink-3">—</span> : <bdi>{text}</bdi>}
            </td>
          );
        })}
        <td className="cell-took number">{took(device)}</td>
        <td className="cell-fault">
          <bdi>{wordsOf(device)}</bdi>
        </td>
        <td className="cell-end">
          {run === null || endedAt === null ? null : (
            <button
              type="button"
              className="button button-quiet button-row"
              aria-expanded={isOpen}
              onClick={() => onToggle(id)}
            >
              {isOpen ? 'Hide' : 'Show'} answer<span className="sr-only"> of {name}</span>
            </button>
          )}
        </td>
      </tr>
    );
  },
  (before, after) =>
    before.device === after.device &&
    before.isOpen === after.isOpen &&
    before.hasSites === after.hasSites &&
    before.columns.length === after.columns.length,
);

function took(device: BulkDevice) {
  const ms = tookMs(device);
  if (ms === null) return <span className="text-ink-3">—</span>;
  return ms < 1000 ? `${milliseconds(ms)} ms` : ms < 10_000 ? `${(ms / 1000).toFixed(1)} s` : span(ms / 1000);
}

/** One sentence: why it was not taken, or what went wrong, in the router's own words where it spoke. */
function wordsOf({ refusal, fault }: BulkDevice): string {
  if (refusal !== null) return visible(refusal);
  if (fault === null) return '';
  const { title, advice } = faults[fault.code];
  return fault.message === advice ? `${title}. ${advice}` : `${title}: ${visible(fault.message)}`;
}

import { faults } from '@/core/faults';
import { visible } from '@/core/shown/cells';
import type { RunView } from '../live/views';

/** What went wrong, the router's own words where it spoke, what to do, and that nothing was changed. */
export function FaultNotice({ fault }: { readonly fault: NonNullable<RunView['fault']> }) {
  const { title, advice } = faults[fault.code];
  return (
    <div className="notice notice-fail m-3 flex-wrap">
      <b>{title}</b>
      {fault.message === advice ? null : (
        <q className="mono break-words">
          <bdi>{visible(fault.message)}</bdi>
        </q>
      )}
      <span>{advice}</span>
      <span>Nothing was changed on the router.</span>
    </div>
  );
}

'use client';

import { useRouter } from 'next/navigation';
import { useState } from 'react';
import type { Role } from '@/core/access';
import { type BulkCounts, repeatable, settled } from '@/core/bulk-runs';
import { counted, number } from '@/core/shown/format';
import { FailureNotice } from '../controls/failure-notice';
import { useDeed } from '../controls/use-deed';
import type { BulkRunView } from '../live/views';
import { Permitted } from '../permitted';
import type { Failure } from '../request';
import { takeFile } from '../take-file';
import { api } from '../trpc';

interface BulkDeedsProps {
  readonly bulkRun: BulkRunView;
  readonly counts: BulkCounts;
  readonly role: Role;
}

/** Stop while it goes, repeat what failed once it is over, and take it along as a file. */
export function BulkDeeds({ bulkRun: { id, customer, devices }, counts, role }: BulkDeedsProps) {
  const router = useRouter();
  const deed = useDeed();
  const open = devices - settled(counts);
  const again = repeatable(counts);
  const repeat = async () => {
    const made = await api.bulkRuns.repeat.mutate({ bulkRun: id, expected: again });
    router.push(`/customers/${customer}/bulk/${made.id}`);
  };
  const stop = async () => void (await api.bulkRuns.stop.mutate({ bulkRun: id }));
  const [isWriting, setWriting] = useState(false);
  const [untaken, setUntaken] = useState<Failure | null>(null);
  const save = async () => {
    if (isWriting) return;
    setWriting(true);
    setUntaken(null);
    setUntaken(await takeFile(`/api/v1/bulk-runs/${id}/report?as=csv`, 'bulk-run.csv'));
    setWriting(false);
  };
  return (
    <>
      <Permitted role={role} permission="session.run">
        {open > 0 ? (
          <button type="button" className="button" onClick={() => void deed.run(stop)}>
            Stop {number(open)} that have not ended
          </button>
        ) : null}
        {open === 0 && again > 0 ? (
          <button type="button" className="button button-primary" onClick={() => void deed.run(repeat)}>
            Repeat on {counted(again, 'device')}
          </button>
        ) : null}
      </Permitted>
      <Permitted role={role} permission="record.export">
        <button type="button" className="button" aria-disabled={isWriting} onClick={() => void save()}>
          {isWriting ? 'Writing' : 'Export CSV'}
        </button>
      </Permitted>
      <span className="sr-only" role="status">
        {deed.isBusy ? 'Asking' : isWriting ? 'Writing the CSV' : ''}
      </span>
      {deed.failure ? <FailureNotice failure={deed.failure} /> : null}
      {untaken ? <FailureNotice failure={untaken} /> : null}
    </>
  );
}

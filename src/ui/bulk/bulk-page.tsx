'use client';

import { useSearchParams } from 'next/navigation';
import type { Role } from '@/core/access';
import { actionIn } from '@/core/shown/run-words';
import { summaryColumns } from '@/core/shown/summary';
import { useNow } from '../live/now';
import type { BulkRunPage } from '../live/views';
import { BulkHead } from './bulk-head';
import { BulkMatrix } from './bulk-matrix';
import { arranged, countsOf, readView } from './matrix';
import { OutcomeTabs } from './outcome-tabs';
import { useBulkRun } from './use-bulk-run';

interface BulkPageProps {
  readonly page: BulkRunPage;
  readonly role: Role;
  /** The server's time when the page was made, ISO 8601. */
  readonly renderedAt: string;
}

/** One action on many devices: how they stand in numbers, and then each of them. */
export function BulkPage({ page, role, renderedAt }: BulkPageProps) {
  const { bulkRun, repeats } = page;
  const devices = useBulkRun(page);
  const now = useNow(renderedAt);
  const view = readView(useSearchParams());
  const action = actionIn(bulkRun);
  const columns = action === null ? [] : summaryColumns(action);
  const counts = countsOf(devices);
  const path = `/customers/${bulkRun.customer}/bulk/${bulkRun.id}`;
  return (
    <>
      <BulkHead bulkRun={bulkRun} repeats={repeats} counts={counts} role={role} />
      <OutcomeTabs path={path} view={view} counts={counts} />
      <BulkMatrix
        path={path}
        view={view}
        devices={arranged(devices, view, columns)}
        columns={columns}
        role={role}
        now={now}
      />
    </>
  );
}

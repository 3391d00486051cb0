import type { RunRow } from '@/core/runs';
import type { RunView } from '../live/views';
import { api } from '../trpc';

/** A snapshot that was taken before, with the rows that its text is written from. */
export interface Previous {
  readonly run: RunView;
  readonly rows: readonly RunRow[];
}

/** The last finished snapshot of the same device and scope before this one; null where there is none. */
export async function previousSnapshot({ id, device, params, requestedAt }: RunView): Promise<Previous | null> {
  const isWanted = (run: RunView): boolean =>
    run.id !== id &&
    run.action === 'cfg.snapshot' &&
    run.state === 'done' &&
    run.params.scope === params.scope &&
    run.requestedAt < requestedAt;
  let after: string | undefined;
  do {
    const page = await api.runs.list.query({ device, limit: 100, ...(after === undefined ? {} : { after }) });
    const found = page.items.find(isWanted);
    if (found !== undefined) return { run: found, rows: await rowsOf(found.id) };
    after = page.next ?? undefined;
  } while (after !== undefined);
  return null;
}

async function rowsOf(run: string): Promise<readonly RunRow[]> {
  const rows: RunRow[] = [];
  let from: number | null = 0;
  while (from !== null) {
    const page: Awaited<ReturnType<typeof api.runs.rows.query>> = await api.runs.rows.query({ run, from });
    rows.push(...page.rows);
    from = page.next;
  }
  return rows;
}

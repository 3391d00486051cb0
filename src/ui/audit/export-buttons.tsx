'use client';

import { useRouter } from 'next/navigation';
import { useState } from 'react';
import { type AuditExportFormat, auditExportFormats } from '@/core/audit/exports';
import { FailureNotice } from '../controls/failure-notice';
import { Link } from '../link';
import type { Failure } from '../request';
import { takeFile } from '../take-file';
import { api, failureOf } from '../trpc';
import { entriesIn, formatWords } from './words';

interface ExportButtonsProps {
  readonly q: string;
  /** How many entries are found, where that is known; null: more than are sent at once. */
  readonly found: number | null;
}

/** What is found as a file. A small one is sent at once; a large one is written by the server and waits on its own page. */
export function ExportButtons({ q, found }: ExportButtonsProps) {
  const router = useRouter();
  const [busy, setBusy] = useState<AuditExportFormat | null>(null);
  const [failure, setFailure] = useState<Failure | null>(null);

  async function take(as: AuditExportFormat) {
    if (busy !== null) return;
    setBusy(as);
    setFailure(null);
    const untaken =
      found === null ? null : await takeFile(`/api/v1/audit/export?${new URLSearchParams({ q, as })}`, `audit.${as}`);
    if (found === null || untaken?.isTooLarge) await ask(as);
    else setFailure(untaken);
    setBusy(null);
  }

  async function ask(as: AuditExportFormat) {
    try {
      await api.audit.askExport.mutate({ q, as });
      router.push('/audit/exports');
    } catch (error) {
      setFailure(failureOf(error));
    }
  }

  const what = found === null ? 'all found' : entriesIn(found);
  return (
    <div className="audit-exports">
      {auditExportFormats.map((as) => (
        <button key={as} type="button" className="button" aria-disabled={busy !== null} onClick={() => void take(as)}>
          {busy === as ? 'Writing' : `Export ${what} as ${formatWords[as]}`}
        </button>
      ))}
      <Link className="button" href="/audit/exports">
        Exports
      </Link>
      <span role="status" className="sr-only">
        {busy === null ? '' : `Writing the ${formatWords[busy]}`}
      </span>
      {failure ? <FailureNotice failure={failure} /> : null}
    </div>
  );
}

'use client';

import { useState } from 'react';
import type { Role } from '@/core/access';
import { runTitle } from '@/core/shown/run-words';
import type { ShownFormat } from '@/core/shown/shown-file';
import { CopyButton } from '../controls/copy-button';
import { FailureNotice } from '../controls/failure-notice';
import { Permitted } from '../permitted';
import type { Failure } from '../request';
import { saveFile } from '../take-file';
import { failureOf } from '../trpc';
import type { ResultShown } from './result-file';

interface ResultDeedsProps extends ResultShown {
  readonly role: Role;
}

const formats = [
  ['csv', 'CSV', 'text/csv;charset=utf-8'],
  ['json', 'JSON', 'application/json'],
] as const satisfies readonly (readonly [ShownFormat, string, string])[];

/** What was said, to be typed elsewhere; and what is shown, as a file that is written here, from the same rows: with what comes for it. */
export function ResultDeeds({ run, rows, view, role, device }: ResultDeedsProps) {
  const [failure, setFailure] = useState<Failure | null>(null);

  async function save(format: ShownFormat, type: string) {
    setFailure(null);
    try {
      const { resultFile } = await import('./result-file');
      const [name, text] = await resultFile({ run, rows, view, device }, format);
      saveFile(new Blob([text], { type }), name);
    } catch (error) {
      setFailure(failureOf(error));
    }
  }

  if (run.sent === null && rows.length === 0) return null;
  return (
    <footer className="panel-deeds">
      {run.sent === null ? null : (
        <CopyButton text={run.sent.join('\n')} words="Copy as CLI" label={`of ${runTitle(run)}`} />
      )}
      {rows.length === 0 ? null : (
        <Permitted role={role} permission="record.export">
          {formats.map(([format, words, type]) => (
            <button key={format} type="button" className="button" onClick={() => void save(format, type)}>
              {words}
              <span className="sr-only"> of {runTitle(run)}, as it is shown</span>
            </button>
          ))}
        </Permitted>
      )}
      {failure ? <FailureNotice failure={failure} /> : null}
    </footer>
  );
}

'use client';

import { useId, useMemo, useState } from 'react';
import { documentChanges, isOnlyItsNumber } from '@/core/templates/document/changes';
import { versionTitles } from '@/core/templates/versions';
import { FailureNotice } from '../../controls/failure-notice';
import { useDeed } from '../../controls/use-deed';
import { DiffLine } from '../../runs/snapshot-changes';
import { api } from '../../trpc';
import '../../runs/result.css';
import type { Beside, VersionView } from './views';

interface ChangesProps {
  readonly version: VersionView;
  /** As it stands in the editor. */
  readonly text: string;
  /** Beside which it is shown at first; null: there is nothing in force, and nothing was. */
  readonly beside: Beside | null;
}

/** What this version says other than the one in force, or another that is chosen: what a reviewer decides on. */
export function Changes({ version: { template, others }, text, beside: first }: ChangesProps) {
  const id = useId();
  const { run, isBusy, failure } = useDeed();
  const [beside, setBeside] = useState(first);
  const changes = useMemo(() => {
    if (beside === null) return [];
    return isOnlyItsNumber(beside.document, text) ? null : documentChanges(beside.document, text);
  }, [beside, text]);
  if (others.length === 0) return null;

  const choose = (number: number) =>
    run(async () => {
      const { version, document } = await api.templateVersions.get.query({ template, version: number });
      setBeside({ version, document });
    });

  return (
    <section aria-labelledby={`${id}-title`}>
      <h2 id={`${id}-title`}>What it changes</h2>
      <label className="own-beside">
        Beside
        <select
          className="field"
          value={beside?.version ?? ''}
          aria-busy={isBusy}
          onChange={(event) => void choose(Number(event.currentTarget.value))}
        >
          {beside === null ? <option value="">choose a version</option> : null}
          {others.map((one) => (
            <option key={one.version} value={one.version}>
              v{one.version} ({versionTitles[one.state]})
            </option>
          ))}
        </select>
      </label>
      {failure ? <FailureNotice failure={failure} /> : null}
      {changes === null ? (
        <p>It says the same as v{beside?.version}, but for its number.</p>
      ) : (
        changes.map(({ place, lines }, at) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: a piece has no other name than which one it is
          <div key={at} className="own-piece">
            <h3 className="mono">{place === '' ? 'The document itself' : place}</h3>
            <ul className="snapshot-changes" aria-label={place === '' ? 'The document itself' : place}>
              {lines.map(({ kind, line }, index) => (
                // biome-ignore lint/suspicious/noArrayIndexKey: a document may have the same line twice
                <DiffLine key={index} kind={kind}>
                  <span className="whitespace-pre-wrap">{line}</span>
                </DiffLine>
              ))}
            </ul>
          </div>
        ))
      )}
    </section>
  );
}

'use client';

import { useDeferredValue, useMemo, useState } from 'react';
import { readDocument } from '@/core/templates/document/read';
import { versionTitles } from '@/core/templates/versions';
import { Link } from '../../link';
import { Changes } from './changes';
import { Decisions } from './decisions';
import { Editor } from './editor';
import { Says } from './says';
import { TrialPanel } from './trial-panel';
import type { Beside, VersionView } from './views';
import '../../library/library.css';
import '../templates.css';

interface VersionPageProps {
  readonly page: VersionView;
  /** The version beside which it is shown at first. */
  readonly beside: Beside | null;
}

/** One version: what it changes, its document with what is wrong with it, what it would say to a router, a trial, and how it moves on. */
export function VersionPage({ page, beside }: VersionPageProps) {
  const [version, setVersion] = useState(page);
  const [text, setText] = useState(page.document);
  const shown = useDeferredValue(text);
  const { template: id, version: number } = version;
  const read = useMemo(() => readDocument(shown, { id, version: number }), [shown, id, number]);
  const faults = 'faults' in read ? read.faults : [];
  const isSaved = text === version.document;

  /** What came of a deed; what somebody goes on typing meanwhile stays. */
  function moved(next: VersionView) {
    setVersion(next);
    setText((typed) => (typed === text ? next.document : typed));
  }

  return (
    <div className="template own-version">
      <div className="library template-head">
        <p>
          <Link href="/templates/own">Own templates</Link>
        </p>
        <div className="flex flex-wrap items-center gap-x-3 gap-y-1">
          <span className="badge badge-write">WRITE</span>
          <h1>{'template' in read ? read.template.title : version.title}</h1>
          <span className="mono text-ink-2">
            {id} v{number}
          </span>
          <span className="badge" data-state={version.state}>
            {versionTitles[version.state]}
          </span>
        </div>
        <p className="text-ink-2">
          {version.basedOn === null ? '' : `Begun as a copy of ${version.basedOn}. `}
          Revision {version.revision}, last moved by {version.changedBy}.
          {version.reviewedBy === null ? '' : ` Published by ${version.reviewedBy}.`}
          {version.retiredBy === null ? '' : ` Retired by ${version.retiredBy}.`}
        </p>
        {version.shortDigest === null ? null : (
          <p className="text-ink-2">
            What it says has the digest <span className="mono">{version.shortDigest}</span>.
          </p>
        )}
        {version.reason === null ? null : (
          <p className="notice">
            <span>
              Sent back: <q>{version.reason}</q>
            </span>
          </p>
        )}
      </div>
      <aside className="template-rail" aria-label="What can be done with it">
        <div className="hazard" />
        <Decisions version={version} text={text} faults={faults.length} isSaved={isSaved} onMoved={moved} />
        {'template' in read ? <TrialPanel version={version} template={read.template} isSaved={isSaved} /> : null}
      </aside>
      <div className="library template-told">
        {version.state === 'draft' ? null : <Changes version={version} text={shown} beside={beside} />}
        <Editor text={text} faults={faults} isReadOnly={version.whyNot.save !== null} onType={setText} />
        {version.state === 'draft' ? <Changes version={version} text={shown} beside={beside} /> : null}
        {'template' in read ? <Says template={read.template} /> : null}
      </div>
    </div>
  );
}

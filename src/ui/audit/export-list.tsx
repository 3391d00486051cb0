'use client';

import { useEffect, useState } from 'react';
import { isUnderWay } from '@/core/audit/exports';
import { minute } from '@/core/shown/format';
import { CopyButton } from '../controls/copy-button';
import { FailureNotice } from '../controls/failure-notice';
import { useDeed } from '../controls/use-deed';
import { Link } from '../link';
import { callsOf, keepOpen } from '../live/stream';
import type { AuditExport } from '../live/views';
import { api } from '../trpc';
import { auditAddress } from './filter';
import { entriesIn, formatWords } from './words';

/** The own exports, followed live while one is under way. */
export function ExportList({ items: first }: { readonly items: readonly AuditExport[] }) {
  const [items, setItems] = useState(first);
  const [wasUnderWay] = useState(first.some(({ state }) => isUnderWay(state)));
  useEffect(() => {
    if (!wasUnderWay) return;
    return keepOpen(
      (hearing) =>
        api.audit.watchExports.subscribe(
          {},
          callsOf<{ items: readonly AuditExport[] }>(hearing, (told) => setItems(told.items)),
        ).unsubscribe,
    );
  }, [wasUnderWay]);
  return (
    <div className="flex min-h-0 min-w-0 flex-col">
      <div className="audit-head">
        <h1>Exports of the audit log</h1>
        <p className="text-ink-2">Yours alone; each is kept for a day</p>
        <Link className="button" href="/audit">
          Audit log
        </Link>
      </div>
      {items.length === 0 ? (
        <p className="border-t border-rule bg-surface px-4 py-6">
          No export yet. <Link href="/audit">Search the audit log</Link>, and export what is found: up to 10,000 entries
          come at once, more are written here.
        </p>
      ) : (
        <ul className="export-list">
          {items.map((one) => (
            <Export key={one.id} one={one} />
          ))}
        </ul>
      )}
    </div>
  );
}

function Export({ one }: { readonly one: AuditExport }) {
  const { id, query, format, state, askedAt, sha256, fault, isStopping } = one;
  return (
    <li className="export">
      <div className="export-what">
        <Link href={auditAddress({ q: query })}>{query || 'Every entry'}</Link>
        <span className="text-ink-2">
          {formatWords[format]}, asked for <span className="mono">{minute(askedAt)}</span> UTC
        </span>
      </div>
      <Progress one={one} />
      {fault === null ? null : <p className="notice notice-fail">{fault}</p>}
      {sha256 === null ? null : (
        <p className="export-hash mono">
          SHA-256 {sha256} <CopyButton text={sha256} label="the SHA-256" />
        </p>
      )}
      <div className="flex flex-wrap gap-2">
        {state === 'done' ? (
          <a className="button button-primary" href={`/api/v1/audit/exports/${id}/file`} download>
            Fetch the {formatWords[format]}
          </a>
        ) : null}
        {isUnderWay(state) && !isStopping ? <Stop id={id} /> : null}
      </div>
    </li>
  );
}

function Progress({ one: { state, share, entries, expiresAt, isStopping } }: { readonly one: AuditExport }) {
  const percent = Math.round(share * 100);
  return (
    <>
      <p role="status">
        <span className={state === 'failed' ? 'badge badge-fail' : 'badge'}>
          {isStopping && isUnderWay(state) ? 'stopping' : state}
        </span>{' '}
        {entriesIn(entries)}
        {state === 'running' ? `, ${percent} %` : ''}
        {state === 'done' ? `, can be fetched until ${minute(expiresAt)} UTC` : ''}
      </p>
      {isUnderWay(state) ? (
        <progress value={share} max={1} aria-label={`How much of the export is written: ${percent} %`} />
      ) : null}
    </>
  );
}

function Stop({ id }: { readonly id: string }) {
  const { isBusy, failure, run } = useDeed();
  return (
    <>
      <button
        type="button"
        className="button"
        aria-disabled={isBusy}
        onClick={() =>
          void run(async () => {
            await api.audit.stopExport.mutate({ export: id });
          })
        }
      >
        Stop this export
      </button>
      {failure ? <FailureNotice failure={failure} /> : null}
    </>
  );
}

'use client';

import { useEffect, useState } from 'react';
import type { RunRow } from '@/core/runs';
import { counted, minute } from '@/core/shown/format';
import { notCompared, snapshotChanges } from '@/core/shown/snapshot-changes';
import { snapshotText } from '@/core/shown/snapshot-text';
import { CopyButton } from '../controls/copy-button';
import { FailureNotice } from '../controls/failure-notice';
import type { RunView } from '../live/views';
import type { Failure } from '../request';
import { failureOf } from '../trpc';
import { type Previous, previousSnapshot } from './previous-snapshot';
import { NotCompared, SnapshotChanges } from './snapshot-changes';

/** The configuration as text: each menu with its rows below it. */
export function SnapshotText({ rows }: { readonly rows: readonly RunRow[] }) {
  const text = snapshotText(rows);
  return (
    <>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by keyboard */}
      <pre className="raw" tabIndex={0}>
        <bdi>{text}</bdi>
      </pre>
      <p className="panel-note">
        <CopyButton text={text} label="the snapshot" />
      </p>
    </>
  );
}

interface SnapshotDiffProps {
  readonly run: RunView;
  readonly rows: readonly RunRow[];
}

type Found = { readonly previous: Previous | null } | { readonly failure: Failure } | null;

/** What has changed since the snapshot before, line by line under its menu. */
export function SnapshotDiff({ run, rows }: SnapshotDiffProps) {
  const [found, setFound] = useState<Found>(null);
  // biome-ignore lint/correctness/useExhaustiveDependencies: a run never becomes another; its rows come while it goes
  useEffect(() => {
    let isCurrent = true;
    previousSnapshot(run)
      .then((previous) => (isCurrent ? setFound({ previous }) : undefined))
      .catch((error: unknown) => (isCurrent ? setFound({ failure: failureOf(error) }) : undefined));
    return () => {
      isCurrent = false;
    };
  }, [run.id]);
  if (found === null) return <p className="panel-empty">Looking for the snapshot before.</p>;
  if ('failure' in found) return <FailureNotice failure={found.failure} />;
  if (found.previous === null)
    return <p className="panel-empty">This is the first snapshot of this device in this scope.</p>;
  const { previous } = found;
  const texts = [snapshotText(previous.rows), snapshotText(rows)] as const;
  const changes = snapshotChanges(...texts);
  const since = `the snapshot of ${minute(previous.run.requestedAt)} UTC by ${previous.run.by.name}`;
  return (
    <>
      {changes.length === 0 ? (
        <p className="panel-empty">Nothing has changed since {since}.</p>
      ) : (
        <p className="panel-note">
          {counted(changes.length, 'line')} changed since {since}.
        </p>
      )}
      <NotCompared menus={notCompared(...texts)} />
      <SnapshotChanges changes={changes} />
    </>
  );
}

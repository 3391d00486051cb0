'use client';

import { useState } from 'react';
import { counted, minute, number } from '@/core/shown/format';
import { FailureNotice } from '../controls/failure-notice';
import type { SnapshotComparison, SnapshotPage } from '../live/views';
import type { Failure } from '../request';
import { NotCompared, SnapshotChanges } from '../runs/snapshot-changes';
import { api, failureOf } from '../trpc';

type Snapshot = SnapshotPage['items'][number];

interface DeviceSnapshotsProps {
  readonly device: string;
  /** The newest ones, as the page was made. */
  readonly page: SnapshotPage;
}

/** How the device was configured: when that was read, and below each what changed since, for whoever asks. */
export function DeviceSnapshots({ device, page }: DeviceSnapshotsProps) {
  const [{ items, next }, setPage] = useState(page);
  const [shown, setShown] = useState<{ readonly since: string; readonly found: SnapshotComparison } | null>(null);
  const [failure, setFailure] = useState<Failure | null>(null);
  async function trying(work: () => Promise<void>) {
    setFailure(null);
    try {
      await work();
    } catch (error) {
      setFailure(failureOf(error));
    }
  }
  const toggle = (since: string) =>
    shown?.since === since
      ? setShown(null)
      : trying(async () => setShown({ since, found: await api.snapshots.changes.query({ device, since }) }));
  const older = (after: string) =>
    trying(async () => {
      const more = await api.snapshots.list.query({ device, after });
      setPage({ items: [...items, ...more.items], next: more.next });
    });
  return (
    <section aria-labelledby="configuration">
      <h2 id="configuration" className="mb-2">
        Configuration
      </h2>
      {items.length === 0 ? (
        <p className="panel-empty border-y border-rule bg-surface">
          Not read yet: of what answers a first snapshot is taken within minutes, and then one a day.
        </p>
      ) : (
        <ul className="earlier">
          {items.map((snapshot, index) => (
            <li key={snapshot.id}>
              {index === 0 ? (
                <div className="earlier-run snapshot">
                  <SnapshotCells snapshot={snapshot} words="As last read" />
                </div>
              ) : (
                <button
                  type="button"
                  className="earlier-run snapshot"
                  aria-expanded={shown?.since === snapshot.takenAt}
                  onClick={() => void toggle(snapshot.takenAt)}
                >
                  <SnapshotCells snapshot={snapshot} words="What changed since" isLink />
                </button>
              )}
              {shown?.since === snapshot.takenAt ? <Comparison shown={shown.found} /> : null}
            </li>
          ))}
        </ul>
      )}
      {next === null ? null : (
        <button type="button" className="button mt-2" onClick={() => void older(next)}>
          Show 20 older
        </button>
      )}
      {failure ? <FailureNotice failure={failure} /> : null}
    </section>
  );
}

interface SnapshotCellsProps {
  readonly snapshot: Snapshot;
  readonly words: string;
  readonly isLink?: boolean;
}

function SnapshotCells({ snapshot, words, isLink = false }: SnapshotCellsProps) {
  const { takenAt, lastSeenAt, routerOs, changedLines, change } = snapshot;
  return (
    <>
      <time className="mono text-ink-2" dateTime={takenAt}>
        {minute(takenAt)}
      </time>
      <span className={isLink ? 'link' : undefined}>{words}</span>
      <span>{changedLines === null ? 'the first' : `${counted(changedLines, 'line')} changed${by(change)}`}</span>
      <span className="text-ink-2">
        RouterOS <bdi>{routerOs}</bdi>
      </span>
      <span className="text-ink-2">{lastSeenAt === takenAt ? 'read once' : `so until ${minute(lastSeenAt)}`}</span>
    </>
  );
}

const by = (change: number | null): string => (change === null ? '' : ` by change ${change}`);

/** What came and went from one snapshot to the newest. */
function Comparison({ shown: { from, to, changes, total, notCompared } }: { readonly shown: SnapshotComparison }) {
  if (from === null || to === null) return <p className="panel-empty">That snapshot is not kept any more.</p>;
  const between = `between ${minute(from.takenAt)} and ${minute(to.takenAt)} UTC`;
  if (total === 0)
    return (
      <>
        <p className="panel-empty">Nothing is different {between}.</p>
        <NotCompared menus={notCompared} />
      </>
    );
  return (
    <div className="border-t border-rule">
      <p className="panel-note">
        {counted(total, 'line')} changed {between}
        {changes.length < total ? `; the first ${number(changes.length)} are shown` : ''}.
      </p>
      <NotCompared menus={notCompared} />
      <SnapshotChanges changes={changes} />
    </div>
  );
}

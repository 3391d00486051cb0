'use client';

import { useEffect, useState } from 'react';
import { FailureNotice } from '../controls/failure-notice';
import { useDeed } from '../controls/use-deed';
import type { ListedDevice } from '../live/views';
import { api } from '../trpc';
import { isExamined } from './looks';

/** Longer than a router may take to answer; then somebody should hear that nothing came. */
const patienceMs = 30_000;

/** Has the runner try the connection now, waits until it did, and says what it found. */
export function TestConnection({ device }: { readonly device: ListedDevice }) {
  const [askedAt, setAskedAt] = useState<string | null>(null);
  const [found, setFound] = useState<readonly string[] | null>(null);
  const [isLate, setLate] = useState(false);
  const { isBusy, failure, run } = useDeed();
  const isDone = askedAt !== null && isExamined(device, askedAt);
  const isWaiting = askedAt !== null && found === null && failure === null;

  const test = () =>
    run(async () => {
      setFound(null);
      setLate(false);
      setAskedAt(null);
      const wish = await api.connections.examine.mutate({ device: device.id });
      setAskedAt(wish.askedAt);
    });
  // biome-ignore lint/correctness/useExhaustiveDependencies: once, when what was found is there
  useEffect(() => {
    if (!isDone || !isWaiting || isBusy) return;
    void run(async () => setFound((await api.connections.get.query({ device: device.id })).verdicts));
  }, [isDone, isWaiting, isBusy]);
  useEffect(() => {
    if (!isWaiting) return;
    const timer = setTimeout(() => setLate(true), patienceMs);
    return () => clearTimeout(timer);
  }, [isWaiting]);

  return (
    <div className="grid gap-2">
      <div>
        <button type="button" className="button" aria-disabled={isBusy || (isWaiting && !isLate)} onClick={test}>
          Test the connection
        </button>
      </div>
      <div role="status">
        {isWaiting ? <p className="text-ink-2">{isLate ? late : 'Trying the connection'}</p> : null}
        {found === null ? null : <Verdicts of={found} />}
      </div>
      {failure ? <FailureNotice failure={failure} /> : null}
    </div>
  );
}

const late =
  'Nothing came within 30 s, so nobody knows whether it works. Is the runner up? What it finds is still shown here when it comes.';

function Verdicts({ of }: { readonly of: readonly string[] }) {
  if (of.length === 0) return <p className="notice">The connection works.</p>;
  return (
    <ul className="notice notice-fail grid list-none gap-1 break-words">
      {of.map((verdict) => (
        <li key={verdict} className="min-w-0 break-words">
          {verdict}
        </li>
      ))}
    </ul>
  );
}

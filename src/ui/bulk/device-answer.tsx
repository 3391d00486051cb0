'use client';

import { useEffect, useState } from 'react';
import type { Role } from '@/core/access';
import { FailureNotice } from '../controls/failure-notice';
import type { Failure } from '../request';
import { RunPanel } from '../runs/run-panel';
import { useHeldRuns } from '../runs/use-held-runs';
import { api, failureOf } from '../trpc';

interface DeviceAnswerProps {
  readonly run: string;
  /** The device's name. */
  readonly place: string;
  readonly role: Role;
  /** The server's time in milliseconds. */
  readonly now: number;
  readonly onHide: () => void;
}

/** Everything that one router answered, fetched when it is opened. */
export function DeviceAnswer({ run, place, role, now, onHide }: DeviceAnswerProps) {
  const { held, failures, add } = useHeldRuns([], () => true);
  const [failure, setFailure] = useState<Failure | null>(null);
  useEffect(() => {
    api.runs.get.query({ run }).then(
      (found) => add([found], true),
      (error: unknown) => setFailure(failureOf(error)),
    );
  }, [run, add]);
  const one = held.get(run);
  if (failure !== null) return <FailureNotice failure={failure} />;
  if (one === undefined || one.run === null) return <p className="panel-empty">Fetching the answer.</p>;
  return (
    <RunPanel
      held={{ ...one, run: one.run }}
      role={role}
      now={now}
      device={place}
      isAmongSeveral
      failure={failures.get(run)}
      onRepeat={null}
      onHide={onHide}
    />
  );
}

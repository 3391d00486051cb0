'use client';

import dynamic from 'next/dynamic';
import { useEffect, useState } from 'react';
import { may, type Role } from '@/core/access';
import type { HeldRun } from '../live/held-runs';
import type { CapableDevice, RunPage, RunView } from '../live/views';
import { Permitted } from '../permitted';
import { api } from '../trpc';
import { EarlierRuns } from './earlier-runs';
import type { Repeat } from './run-controls';
import { RunPanel } from './run-panel';
import type { Runs } from './use-runs';

/**
 * What is asked with weighs something: whoever may run nothing does not load it. It is not drawn on the server, because
 * what was drawn there would be taken away again until it has come.
 */
const Picker = dynamic(() => import('../actions/picker').then(({ Picker }) => Picker), {
  ssr: false,
  loading: () => <p className="picker picker-awaited">Loading the actions</p>,
});

interface LiveSectionProps {
  readonly device: CapableDevice;
  readonly role: Role;
  readonly page: RunPage;
  readonly runs: Runs;
  readonly now: number;
}

const newest = (a: RunView, b: RunView): number => b.requestedAt.localeCompare(a.requestedAt);

/** What can be asked on the left, what was asked and comes back on the right, the newest first. */
export function LiveSection({ device, role, page, runs: { held, open, failures, add, hide }, now }: LiveSectionProps) {
  const [next, setNext] = useState(page.next);
  const all = [...held.values()].flatMap(({ run, ...rest }) => (run === null ? [] : [{ ...rest, run }]));
  const panels = all.filter(({ run }) => open.has(run.id)).toSorted((a, b) => newest(a.run, b.run));
  const earlier = all.filter(({ run }) => !open.has(run.id)).map(({ run }) => run);
  const [shown, setShown] = useState('');
  const show = (run: RunView) => {
    add([run], true);
    setShown(run.id);
  };
  const repeat: Repeat = async ({ action, params }) =>
    show(await api.runs.start.mutate({ device: device.id, action, params }));
  // On a telephone the panels are far below what was pressed.
  useEffect(() => {
    // In braces: newer browsers answer with a promise, which React would take for what ends the effect.
    document.getElementById(`run-${shown}`)?.scrollIntoView({ block: 'nearest' });
  }, [shown]);
  return (
    <section className="live" aria-labelledby="live" {...(may(role, 'session.run') ? {} : { 'data-alone': '' })}>
      <h2 id="live" className="sr-only">
        Live
      </h2>
      <Permitted role={role} permission="session.run">
        <Picker device={device} onRun={show} />
      </Permitted>
      <div className="min-w-0">
        <div className="panels">
          {panels.length === 0 ? <NoPanels role={role} /> : null}
          {panels.map((one: HeldRun & { readonly run: RunView }) => (
            <RunPanel
              key={one.run.id}
              held={one}
              role={role}
              now={now}
              device={device.name}
              failure={failures.get(one.run.id)}
              onRepeat={repeat}
              onHide={hide}
            />
          ))}
        </div>
        <EarlierRuns
          device={device.id}
          runs={earlier.toSorted(newest)}
          next={next}
          onOpen={show}
          onOlder={(older) => {
            add(older.items, false);
            setNext(older.next);
          }}
        />
      </div>
    </section>
  );
}

function NoPanels({ role }: { readonly role: Role }) {
  return (
    <p className="panel-empty border-y border-rule bg-surface">
      {may(role, 'session.run')
        ? 'Nothing is running here. What you run appears in this place, and so does what others run.'
        : 'Nothing is running here. What others run on this device appears in this place, live.'}
    </p>
  );
}

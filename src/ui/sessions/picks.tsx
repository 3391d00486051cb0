'use client';

import { type FormEvent, useRef, useState } from 'react';
import type { Read } from '@/core/actions/define';
import { type ReadId, readIds, readOf } from '@/core/actions/index';
import { limits } from '@/core/sessions';
import { counted } from '@/core/shown/format';
import { focusOn } from '../actions/action-fields';
import { blank, check, firstProblem, type Typed } from '../actions/check';
import { PeersOf } from '../actions/peer-field';
import { reasonAgainst } from '../actions/reason';
import { fits } from '../actions/search';
import { selectionOf } from '../actions/selection';
import { FailureNotice } from '../controls/failure-notice';
import { type Selection, useOnConsole } from '../frame/console-store';
import type { CapableDevice, RunView, StepView } from '../live/views';
import type { Failure } from '../request';
import { api, failureOf } from '../trpc';
import { Pick } from './pick';

/** Runs that were asked for, and the steps that tell of them. */
export interface Started {
  readonly runs: readonly RunView[];
  readonly steps: readonly StepView[];
}

interface PicksProps {
  readonly session: string;
  readonly devices: readonly CapableDevice[];
  /** Of a closed session nothing stands on the console line. */
  readonly isOpen: boolean;
  readonly onRuns: (started: Started) => void;
}

/** An action that was ticked, with what stands in its fields. */
export interface Picked {
  readonly id: ReadId;
  readonly typed: Typed;
  /** Parameters whose problems are due to be said. */
  readonly touched: ReadonlySet<string>;
}

const every = (action: Read): ReadonlySet<string> => new Set(action.parameters.map(({ name }) => name));

/** Reads are ticked, filled in and run together; what would be sent stands on the console line before anything is. */
export function Picks({ session, devices, isOpen, onRuns }: PicksProps) {
  const [words, setWords] = useState('');
  const [picked, setPicked] = useState<readonly Picked[]>([]);
  const [left, setLeft] = useState<ReadonlySet<string>>(new Set());
  const [isBusy, setBusy] = useState(false);
  const [failure, setFailure] = useState<Failure | null>(null);
  const form = useRef<HTMLFormElement>(null);
  /** What was typed for those that were unticked: a tick taken out by mistake loses nothing. */
  const drafts = useRef(new Map<ReadId, Typed>());
  const chosen = devices.filter(({ id }) => !left.has(id));
  const checked = picked.map((one) => ({ ...one, ...check(readOf(one.id), one.typed) }));
  const runs = picked.length * chosen.length;
  useOnConsole(isOpen ? selectionFor(chosen, checked) : null);

  const change = (next: Picked) => setPicked(picked.map((one) => (one.id === next.id ? next : one)));
  function toggle(id: ReadId) {
    const before = picked.find((one) => one.id === id);
    if (before !== undefined) {
      drafts.current.set(id, before.typed);
      return setPicked(picked.filter((one) => one !== before));
    }
    const typed = drafts.current.get(id) ?? blank(readOf(id));
    drafts.current.delete(id);
    setPicked([...picked, { id, typed, touched: new Set<string>() }]);
  }

  async function run(event: FormEvent) {
    event.preventDefault();
    const wrong = checked.find(({ values }) => values === null);
    if (wrong !== undefined) {
      setPicked(picked.map((one) => ({ ...one, touched: every(readOf(one.id)) })));
      const place = form.current?.querySelector(`[data-pick="${CSS.escape(wrong.id)}"]`) ?? null;
      return focusOn(place, Object.keys(wrong.problems)[0]);
    }
    setBusy(true);
    setFailure(null);
    const asked = chosen.flatMap(({ id: device }) =>
      checked.map(({ id: action, values }) => ({ device, action, params: { ...values } })),
    );
    try {
      onRuns(await api.sessions.run.mutate({ session, runs: asked }));
      // What was ticked meanwhile stays.
      setPicked((now) => now.filter((one) => !picked.includes(one)));
    } catch (error) {
      setFailure(failureOf(error));
    } finally {
      setBusy(false);
    }
  }

  const found = readIds.map(readOf).filter((action) => fits(action, words) || isPicked(action, picked));
  return (
    <form ref={form} className="picks" onSubmit={run} noValidate aria-labelledby="picks">
      <div className="picks-head">
        <h2 id="picks">Pick actions</h2>
        <input
          className="field"
          type="search"
          value={words}
          aria-label="Search actions"
          placeholder={`Search ${readIds.length} actions`}
          onChange={(event) => setWords(event.currentTarget.value)}
          // Enter in here would run what is ticked.
          onKeyDown={(event) => (event.key === 'Enter' ? event.preventDefault() : undefined)}
        />
      </div>
      <PeersOf value={chosen[0] ?? null}>
        <ul>
          {found.map((action) => (
            <li key={action.id}>
              <Pick
                action={action}
                reason={reasonAgainst(action, chosen)}
                picked={checked.find(({ id }) => id === action.id)}
                onToggle={toggle}
                onChange={change}
              />
            </li>
          ))}
        </ul>
      </PeersOf>
      {found.length === 0 ? <p className="text-ink-2">No action has these words. Nothing was run.</p> : null}
      {devices.length > 1 ? <OnDevices devices={devices} left={left} onLeft={setLeft} /> : null}
      <p>
        <button
          type="submit"
          className="button button-primary"
          disabled={isBusy || runs === 0 || runs > limits.runsAtOnce}
        >
          {picked.length === 0 ? 'Run reads' : `Run ${counted(runs, 'read')}`}
        </button>{' '}
        {runs > limits.runsAtOnce ? (
          <span className="text-fail">At most {limits.runsAtOnce} at once.</span>
        ) : (
          <span className="text-ink-2">Reads change nothing on a router.</span>
        )}
      </p>
      {failure ? <FailureNotice failure={failure} /> : null}
      {failure ? <p className="text-ink-2">Nothing was sent to a router, and nothing was changed on one.</p> : null}
    </form>
  );
}

const isPicked = ({ id }: Read, picked: readonly Picked[]): boolean => picked.some((one) => one.id === id);

interface OnDevicesProps {
  readonly devices: readonly CapableDevice[];
  readonly left: ReadonlySet<string>;
  readonly onLeft: (left: ReadonlySet<string>) => void;
}

/** On which of the session's devices; those that were added last are in until they are left out. */
function OnDevices({ devices, left, onLeft }: OnDevicesProps) {
  return (
    <fieldset className="picks-devices">
      <legend className="font-medium">On</legend>
      {devices.map(({ id, name }) => (
        <label key={id} className="tick">
          <input
            type="checkbox"
            className="size-4 accent-accent"
            checked={!left.has(id)}
            onChange={(event) =>
              onLeft(new Set(event.currentTarget.checked ? [...left].filter((one) => one !== id) : [...left, id]))
            }
          />
          {name}
        </label>
      ))}
    </fieldset>
  );
}

/** The lines of everything that is ticked, for the first of the devices; the others get the same. */
function selectionFor(
  devices: readonly CapableDevice[],
  picked: readonly (Picked & ReturnType<typeof check>)[],
): Selection {
  const [first, ...others] = devices;
  if (first === undefined || picked.length === 0)
    return { at: first?.name ?? 'no device', line: null, hint: 'nothing to send yet. Pick an action.' };
  const at = others.length === 0 ? first.name : `${first.name} and ${counted(others.length, 'other')}`;
  const selections = picked.map(({ id, values, problems }) => {
    const problem = firstProblem(readOf(id), { values, problems });
    return selectionOf(id, first, values, problem);
  });
  const missing = selections.find(({ line }) => line === null);
  if (missing !== undefined) return { ...missing, at };
  return { at, line: selections.map(({ line }) => line).join('; '), hint: null };
}

'use client';

import { type FormEvent, useRef, useState } from 'react';
import type { Action } from '@/core/actions/define';
import { type ActionId, actionIds, actionOf } from '@/core/actions/index';
import { limits } from '@/core/sessions';
import { counted } from '@/core/shown/format';
import { focusOn } from '../actions/action-fields';
import { blank, check, firstProblem, type Typed } from '../actions/check';
import { fits } from '../actions/search';
import { selectionOf } from '../actions/selection';
import { FailureNotice } from '../controls/failure-notice';
import { type Selection, useOnConsole } from '../frame/console-store';
import type { ListedDevice, RunView, StepView } from '../live/views';
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
  readonly devices: readonly ListedDevice[];
  /** Of a closed session nothing stands on the console line. */
  readonly isOpen: boolean;
  readonly onRuns: (started: Started) => void;
}

/** An action that was ticked, with what stands in its fields. */
export interface Picked {
  readonly id: ActionId;
  readonly typed: Typed;
  /** Parameters whose problems are due to be said. */
  readonly touched: ReadonlySet<string>;
}

const every = (action: Action): ReadonlySet<string> => new Set(action.parameters.map(({ name }) => name));

/** Reads are ticked, filled in and run together; what would be sent stands on the console line before anything is. */
export function Picks({ session, devices, isOpen, onRuns }: PicksProps) {
  const [words, setWords] = useState('');
  const [picked, setPicked] = useState<readonly Picked[]>([]);
  const [left, setLeft] = useState<ReadonlySet<string>>(new Set());
  const [isBusy, setBusy] = useState(false);
  const [failure, setFailure] = useState<Failure | null>(null);
  const form = useRef<HTMLFormElement>(null);
  const chosen = devices.filter(({ id }) => !left.has(id));
  const checked = picked.map((one) => ({ ...one, ...check(actionOf(one.id), one.typed) }));
  const runs = picked.length * chosen.length;
  useOnConsole(isOpen ? selectionFor(chosen, checked) : null);

  const change = (next: Picked) => setPicked(picked.map((one) => (one.id === next.id ? next : one)));
  const toggle = (id: ActionId) =>
    setPicked(
      picked.some((one) => one.id === id)
        ? picked.filter((one) => one.id !== id)
        : [...picked, { id, typed: blank(actionOf(id)), touched: new Set<string>() }],
    );

  async function run(event: FormEvent) {
    event.preventDefault();
    const wrong = checked.find(({ values }) => values === null);
    if (wrong !== undefined) {
      setPicked(picked.map((one) => ({ ...one, touched: every(actionOf(one.id)) })));
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

  const found = actionIds.map(actionOf).filter((action) => fits(action, words) || isPicked(action, picked));
  return (
    <form ref={form} className="picks" onSubmit={run} noValidate aria-labelledby="picks">
      <div className="picks-head">
        <h2 id="picks">Pick actions</h2>
        <input
          className="field"
          type="search"
          value={words}
          aria-label="Search actions"
          placeholder={`Search ${actionIds.length} actions`}
          onChange={(event) => setWords(event.currentTarget.value)}
          // Enter in here would run what is ticked.
          onKeyDown={(event) => (event.key === 'Enter' ? event.preventDefault() : undefined)}
        />
      </div>
      <ul>
        {found.map((action) => (
          <li key={action.id}>
            <Pick
              action={action}
              picked={checked.find(({ id }) => id === action.id)}
              onToggle={toggle}
              onChange={change}
            />
          </li>
        ))}
      </ul>
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

const isPicked = ({ id }: Action, picked: readonly Picked[]): boolean => picked.some((one) => one.id === id);

interface OnDevicesProps {
  readonly devices: readonly ListedDevice[];
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
  devices: readonly ListedDevice[],
  picked: readonly (Picked & ReturnType<typeof check>)[],
): Selection {
  const [first, ...others] = devices;
  if (first === undefined || picked.length === 0)
    return { at: first?.name ?? 'no device', line: null, hint: 'nothing to send yet. Pick an action.' };
  const at = others.length === 0 ? first.name : `${first.name} and ${counted(others.length, 'other')}`;
  const selections = picked.map(({ id, values, problems }) => {
    const problem = firstProblem(actionOf(id), { values, problems });
    return selectionOf(id, first, values, problem);
  });
  const missing = selections.find(({ line }) => line === null);
  if (missing !== undefined) return { ...missing, at };
  return { at, line: selections.map(({ line }) => line).join('; '), hint: null };
}

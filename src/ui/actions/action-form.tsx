'use client';

import { type FormEvent, useRef, useState } from 'react';
import type { Action } from '@/core/actions/define';
import { type ActionId, actionOf } from '@/core/actions/index';
import { FailureNotice } from '../controls/failure-notice';
import { useOnConsole } from '../frame/console-store';
import type { ListedDevice, RunView } from '../live/views';
import type { Failure } from '../request';
import { api, failureOf } from '../trpc';
import { ActionFields, focusOn } from './action-fields';
import { blank, check, firstProblem, type Typed } from './check';
import { selectionOf } from './selection';

interface ActionFormProps {
  readonly id: ActionId;
  readonly device: ListedDevice;
  readonly onRun: (run: RunView) => void;
}

/** The parameters of an action. What would be sent stands on the console line before anything is. */
export function ActionForm({ id, device, onRun }: ActionFormProps) {
  const action = actionOf(id);
  const [typed, setTyped] = useState<Typed>(() => blank(action));
  const [touched, setTouched] = useState<ReadonlySet<string>>(new Set());
  const [isBusy, setBusy] = useState(false);
  const [failure, setFailure] = useState<Failure | null>(null);
  const form = useRef<HTMLFormElement>(null);
  const checked = check(action, typed);
  useOnConsole(selectionOf(id, device, checked.values, firstProblem(action, checked)));

  function type(name: string, value: string | readonly string[]) {
    setTyped({ ...typed, [name]: value });
    setTouched(new Set([...touched, name]));
  }

  async function run(event: FormEvent) {
    event.preventDefault();
    if (checked.values === null) {
      setTouched(new Set(action.parameters.map(({ name }) => name)));
      focusOn(form.current, Object.keys(checked.problems)[0]);
      return;
    }
    setBusy(true);
    setFailure(null);
    try {
      onRun(await api.runs.start.mutate({ device: device.id, action: id, params: { ...checked.values } }));
    } catch (error) {
      setFailure(failureOf(error));
    } finally {
      setBusy(false);
    }
  }

  return (
    <form ref={form} className="action-form" onSubmit={run} noValidate>
      <ActionFields action={action} typed={typed} checked={checked} touched={touched} onType={type} />
      <button type="submit" className="button button-primary" disabled={isBusy}>
        {isBusy ? 'Asking' : `Run ${titleInside(action)}`}
      </button>
      {failure ? <FailureNotice failure={failure} /> : null}
      {failure ? <p className="text-ink-2">Nothing was sent to the router, and nothing was changed on it.</p> : null}
    </form>
  );
}

/** `Run ping`, but `Run ARP table`. */
const titleInside = ({ title }: Action): string =>
  /^[A-Z]{2}/.test(title) ? title : title.slice(0, 1).toLowerCase() + title.slice(1);

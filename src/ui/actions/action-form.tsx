'use client';

import { type FormEvent, useRef, useState } from 'react';
import type { Action, Values } from '@/core/actions/define';
import { type ActionId, actionOf } from '@/core/actions/index';
import { Unsupported } from '@/core/actions/unsupported';
import { written } from '@/core/actions/written';
import { FailureNotice } from '../controls/failure-notice';
import { type Selection, useOnConsole } from '../frame/console-store';
import type { ListedDevice, RunView } from '../live/views';
import type { Failure } from '../request';
import { api, failureOf } from '../trpc';
import { blank, check, firstProblem, type Typed } from './check';
import { ParameterField } from './parameter-field';

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
      const wrong = Object.keys(checked.problems)[0] ?? '';
      const place = form.current?.querySelector(`[data-parameter="${CSS.escape(wrong)}"]`);
      place?.closest('details')?.setAttribute('open', '');
      place?.querySelector<HTMLElement>('input, select')?.focus();
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

  const field = (parameter: Action['parameters'][number]) => (
    <div key={parameter.name} data-parameter={parameter.name}>
      <ParameterField
        parameter={parameter}
        typed={typed[parameter.name] ?? ''}
        problem={touched.has(parameter.name) ? checked.problems[parameter.name] : undefined}
        onType={(value) => type(parameter.name, value)}
      />
    </div>
  );
  const [first, further] = split(action.parameters);
  return (
    <form ref={form} className="action-form" onSubmit={run} noValidate>
      {first.map(field)}
      {further.length > 0 ? (
        <details>
          <summary className="fold font-medium">{further.length} more parameters</summary>
          <div className="grid gap-3 pt-2">{further.map(field)}</div>
        </details>
      ) : null}
      <button type="submit" className="button button-primary" disabled={isBusy}>
        {isBusy ? 'Asking' : `Run ${titleInside(action)}`}
      </button>
      {failure ? <FailureNotice failure={failure} /> : null}
      {failure ? <p className="text-ink-2">Nothing was sent to the router, and nothing was changed on it.</p> : null}
    </form>
  );
}

/** What everybody needs, and what few do: beyond four, those without a default are folded away. */
function split(parameters: Action['parameters']): readonly [Action['parameters'], Action['parameters']] {
  if (parameters.length <= 4) return [parameters, []];
  const isFirst = (parameter: Action['parameters'][number], index: number) => parameter.isRequired || index < 2;
  return [parameters.filter(isFirst), parameters.filter((parameter, index) => !isFirst(parameter, index))];
}

/** `Run ping`, but `Run ARP table`. */
const titleInside = ({ title }: Action): string =>
  /^[A-Z]{2}/.test(title) ? title : title.slice(0, 1).toLowerCase() + title.slice(1);

function selectionOf(
  id: ActionId,
  { name, version }: ListedDevice,
  values: Values | null,
  problem: string | null,
): Selection {
  if (values === null) return { at: name, line: null, hint: `nothing to send yet. ${problem ?? ''}` };
  try {
    return { at: name, line: written(id, values, version ?? '7.0').replaceAll('\n', '; '), hint: null };
  } catch (error) {
    if (error instanceof Unsupported) return { at: name, line: null, hint: error.message };
    throw error;
  }
}

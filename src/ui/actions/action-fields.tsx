'use client';

import type { Read } from '@/core/actions/define';
import type { Checked, Typed } from './check';
import { ParameterField } from './parameter-field';

interface ActionFieldsProps {
  readonly action: Pick<Read, 'parameters' | 'guard'>;
  readonly typed: Typed;
  readonly checked: Checked;
  /** Names of the parameters whose problems are due to be said. */
  readonly touched: ReadonlySet<string>;
  readonly onType: (name: string, value: string | readonly string[]) => void;
}

/** The parameters of an action; those that few people need are folded away. */
export function ActionFields({ action, typed, checked, touched, onType }: ActionFieldsProps) {
  const field = (parameter: Read['parameters'][number]) => (
    <div key={parameter.name} data-parameter={parameter.name}>
      <ParameterField
        parameter={parameter}
        typed={typed[parameter.name] ?? ''}
        problem={touched.has(parameter.name) ? checked.problems[parameter.name] : undefined}
        onType={(value) => onType(parameter.name, value)}
      />
    </div>
  );
  const [first, further] = split(action.parameters);
  return (
    <>
      {action.guard === null ? null : <p className="notice">{action.guard.warns}</p>}
      {first.map(field)}
      {further.length > 0 ? (
        <details>
          <summary className="fold font-medium">{further.length} more parameters</summary>
          <div className="grid gap-3 pt-2">{further.map(field)}</div>
        </details>
      ) : null}
    </>
  );
}

/** What everybody needs, and what few do: beyond four, those without a default are folded away. */
function split(parameters: Read['parameters']): readonly [Read['parameters'], Read['parameters']] {
  if (parameters.length <= 4) return [parameters, []];
  const isFirst = (parameter: Read['parameters'][number], index: number) => parameter.isRequired || index < 2;
  return [parameters.filter(isFirst), parameters.filter((parameter, index) => !isFirst(parameter, index))];
}

/** Brings the focus to a parameter's control, also where it is folded away. */
export function focusOn(within: Element | null, parameter: string | undefined): void {
  const place = within?.querySelector(`[data-parameter="${CSS.escape(parameter ?? '')}"]`);
  place?.closest('details')?.setAttribute('open', '');
  place?.querySelector<HTMLElement>('input, select')?.focus();
}

'use client';

import { useId } from 'react';
import type { Parameter } from '@/core/actions/parameter';
import { bitRate } from '@/core/shown/format';
import { PeerField } from './peer-field';

interface ParameterFieldProps {
  readonly parameter: Parameter;
  readonly typed: string | readonly string[];
  /** What is wrong with it, once it is time to say so. */
  readonly problem: string | undefined;
  readonly onType: (typed: string | readonly string[]) => void;
}

/** One parameter: its title, a control that fits its kind, what it is for, and what is wrong with it. */
export function ParameterField({ parameter, typed, problem, onType }: ParameterFieldProps) {
  const id = useId();
  const described = { 'aria-describedby': `${id}-why`, ...(problem ? { 'aria-invalid': true } : {}) };
  if (parameter.kind === 'choices') return <Choices parameter={parameter} typed={typed} onType={onType} />;
  const text = typeof typed === 'string' ? typed : '';
  if (parameter.kind === 'flag' && parameter.byDefault !== undefined)
    return (
      <div className="parameter">
        <label className="tick font-medium">
          <input
            type="checkbox"
            className="size-4 accent-accent"
            checked={text === 'true'}
            aria-describedby={`${id}-why`}
            onChange={(event) => onType(String(event.currentTarget.checked))}
          />
          {parameter.title}
        </label>
        <Why id={id} parameter={parameter} problem={problem} />
      </div>
    );
  return (
    <div className="parameter">
      <label htmlFor={id} className="font-medium">
        {parameter.title}
        {'unit' in parameter && parameter.unit ? (
          <span className="text-ink-3 font-normal">, {parameter.unit}</span>
        ) : null}
      </label>
      <Control parameter={parameter} id={id} text={text} onType={onType} described={described} />
      <Why id={id} parameter={parameter} problem={problem} meant={problem ? null : meantBy(parameter, text)} />
    </div>
  );
}

interface ControlProps extends Pick<ParameterFieldProps, 'parameter' | 'onType'> {
  readonly id: string;
  readonly text: string;
  readonly described: Readonly<Record<string, string | boolean>>;
}

/** A list of what can be chosen, or a line to type. */
function Control({ parameter, id, text, onType, described }: ControlProps) {
  if (parameter.kind === 'device') return <PeerField id={id} value={text} onType={onType} described={described} />;
  const choices = optionsOf(parameter);
  return choices ? (
    <select
      id={id}
      className="field"
      value={text}
      onChange={(event) => onType(event.currentTarget.value)}
      {...described}
    >
      {choices.map(([value, words]) => (
        <option key={value} value={value}>
          {words}
        </option>
      ))}
    </select>
  ) : (
    <input
      id={id}
      className="field mono"
      type={parameter.kind === 'secret' ? 'password' : 'text'}
      value={text}
      autoComplete={parameter.kind === 'secret' ? 'new-password' : 'off'}
      spellCheck={false}
      required={parameter.isRequired}
      {...('min' in parameter && parameter.kind !== 'secret' ? { inputMode: 'numeric' as const } : {})}
      {...(placeholders[parameter.kind] ? { placeholder: placeholders[parameter.kind] } : {})}
      onChange={(event) => onType(event.currentTarget.value)}
      {...described}
    />
  );
}

/** How a value of a kind is typed, where that is not plain. */
const placeholders: Partial<Record<Parameter['kind'], string>> = {
  mac: 'AA:BB:CC:DD:EE:FF',
  addresses: '192.0.2.1, 192.0.2.2',
  interfaces: 'ether1, ether2',
  ports: '80,443 or 1000-2000',
  rates: '10M/2M',
  spans: '8s/8s',
  row: '*1A',
};

/** What a list offers; null for what is typed. A value that may be left open has "any" first. */
function optionsOf(parameter: Parameter): readonly (readonly [value: string, words: string])[] | null {
  if (parameter.kind === 'flag')
    return [
      ['', 'any'],
      ['true', 'yes'],
      ['false', 'no'],
    ];
  if (parameter.kind !== 'choice') return null;
  const choices = parameter.choices.map((choice) => [choice, choice] as const);
  return parameter.byDefault === undefined ? [['', 'any'], ...choices] : choices;
}

/** What was typed as people say it, where its unit is one for machines: `500 Mbps` of 500000000 bit/s, `5 s` of 5000 ms. */
function meantBy(parameter: Parameter, text: string): string | null {
  if (!('unit' in parameter) || !/^\d{4,15}$/.test(text)) return null;
  if (parameter.unit === 'bit/s') return bitRate(BigInt(text));
  return parameter.unit === 'ms' ? `${Number(text) / 1000} s` : null;
}

interface WhyProps extends Pick<ParameterFieldProps, 'parameter' | 'problem'> {
  readonly id: string;
  readonly meant?: string | null;
}

function Why({ id, parameter, problem, meant = null }: WhyProps) {
  return (
    <p id={`${id}-why`} className="text-ink-2">
      {problem ? <span className="block font-medium text-fail">{problem}</span> : null}
      {meant === null ? null : <span className="mono text-ink">= {meant} </span>}
      {parameter.explained}
    </p>
  );
}

type ChoicesProps = Pick<ParameterFieldProps, 'typed' | 'onType'> & {
  readonly parameter: Extract<Parameter, { kind: 'choices' }>;
};

/** Several of many: folded away, with what was chosen in its head. */
function Choices({ parameter, typed, onType }: ChoicesProps) {
  const chosen = typeof typed === 'string' ? [] : typed;
  return (
    <details className="parameter">
      <summary className="fold font-medium">
        {parameter.title}: {chosen.length === 0 ? 'all' : chosen.join(', ')}
      </summary>
      <fieldset className="choices">
        <legend className="sr-only">{parameter.title}</legend>
        {parameter.choices.map((choice) => (
          <label key={choice} className="tick">
            <input
              type="checkbox"
              className="size-4 accent-accent"
              checked={chosen.includes(choice)}
              onChange={(event) =>
                onType(event.currentTarget.checked ? [...chosen, choice] : chosen.filter((other) => other !== choice))
              }
            />
            {choice}
          </label>
        ))}
      </fieldset>
      <p className="text-ink-2">{parameter.explained}</p>
    </details>
  );
}

'use client';

import { type FormEvent, useRef, useState } from 'react';
import { mostInWave, usualWave } from '@/core/rollout/rollout';
import { counted } from '@/core/shown/format';
import type { Template } from '@/core/templates/define';
import { isOwnId } from '@/core/templates/document/own-id';
import { ActionFields, focusOn } from '../actions/action-fields';
import { blank, check, type Typed } from '../actions/check';
import { howMany, type Many, namedTo } from '../bulk/many';
import { FailureNotice } from '../controls/failure-notice';
import { useDeed } from '../controls/use-deed';
import { api } from '../trpc';
import { useOffered, useTemplate } from './use-offered';

interface RolloutFormProps {
  /** The customer's slug. */
  readonly customer: string;
  readonly many: Many;
  readonly onAsked: (id: string) => void;
}

/** Which template, its values, and how many devices at a time: each router is only read by this. */
export function RolloutForm(props: RolloutFormProps) {
  const { offered, failure } = useOffered(howMany(props.many));
  const [chosen, setChosen] = useState<string | null>(null);
  if (failure !== null) return <FailureNotice failure={failure} />;
  if (offered === null) return <p className="picker picker-awaited">Loading the templates</p>;
  const id = chosen ?? offered[0]?.id;
  return (
    <div className="rollout-form">
      <label className="grid gap-1">
        Template
        <select className="field" value={id} onChange={(event) => setChosen(event.currentTarget.value)}>
          {offered.map((one) => (
            <option key={one.id} value={one.id}>
              {one.title}
              {isOwnId(one.id) ? ` (${one.id})` : ''}
            </option>
          ))}
        </select>
      </label>
      {id === undefined ? (
        <p>No template goes to so many devices at a time.</p>
      ) : (
        <Chosen key={id} id={id} {...props} />
      )}
    </div>
  );
}

function Chosen({ id, ...props }: RolloutFormProps & { readonly id: string }) {
  const { template, failure } = useTemplate(id);
  if (failure !== null) return <FailureNotice failure={failure} />;
  if (template === null) return <p className="picker-awaited">Loading the template</p>;
  return <Values template={template} {...props} />;
}

interface ValuesProps extends RolloutFormProps {
  readonly template: Template;
}

function Values({ template: known, customer, many, onAsked }: ValuesProps) {
  const form = useRef<HTMLFormElement>(null);
  const { run, isBusy, failure } = useDeed();
  const [typed, setTyped] = useState<Typed>(() => blank(known));
  const [touched, setTouched] = useState<ReadonlySet<string>>(new Set());
  const [wave, setWave] = useState(String(usualWave));
  const checked = check(known, typed);
  const waveSize = /^\d{1,2}$/.test(wave.trim()) ? Number(wave) : 0;
  const isWave = waveSize >= 1 && waveSize <= mostInWave;

  function submit(event: FormEvent) {
    event.preventDefault();
    const { values } = checked;
    setTouched(new Set(known.parameters.map(({ name }) => name)));
    if (values === null) return focusOn(form.current, Object.keys(checked.problems)[0]);
    if (!isWave) return form.current?.querySelector<HTMLElement>('[name=wave]')?.focus();
    void run(async () => {
      const asked = { customer, template: known.id, values: { ...values }, ...namedTo(many), waveSize };
      // safe: ids and a slug that the server's own answers named.
      const { rollout } = await api.rollouts.ask.mutate(asked as Parameters<typeof api.rollouts.ask.mutate>[0]);
      onAsked(rollout);
    });
  }

  return (
    <form ref={form} className="rollout-values" onSubmit={submit} noValidate>
      <p className="text-ink-2">{known.purpose}</p>
      <ActionFields
        action={{ ...known, guard: null }}
        typed={typed}
        checked={checked}
        touched={touched}
        onType={(name, value) => {
          setTyped({ ...typed, [name]: value });
          setTouched(new Set([...touched, name]));
        }}
      />
      <label className="grid gap-1">
        The first device alone, then so many at a time
        <input
          className="field font-mono"
          name="wave"
          inputMode="numeric"
          maxLength={2}
          value={wave}
          onChange={(event) => setWave(event.currentTarget.value)}
          {...(isWave ? {} : { 'aria-invalid': true })}
        />
        {isWave ? null : <span className="font-medium text-fail">A whole number from 1 to {mostInWave}.</span>}
      </label>
      <button type="submit" className="button button-primary" aria-disabled={isBusy}>
        {isBusy ? 'Asking' : `Preview on ${counted(howMany(many), 'device')}`}
      </button>
      <p className="text-ink-2">
        Each router is only read by this. What it would do there is shown, and authorised for all of them, on its own
        page.
      </p>
      {failure ? (
        <>
          <FailureNotice failure={failure} />
          <p className="text-ink-2">Nothing was changed on a router.</p>
        </>
      ) : null}
    </form>
  );
}

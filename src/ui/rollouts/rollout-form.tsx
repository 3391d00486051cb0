'use client';

import { type FormEvent, useRef, useState } from 'react';
import { mostInWave, usualWave } from '@/core/rollout/rollout';
import { counted } from '@/core/shown/format';
import type { Template } from '@/core/templates/define';
import { templates } from '@/core/templates/library';
import { ActionFields, focusOn } from '../actions/action-fields';
import { blank, check, type Typed } from '../actions/check';
import { FailureNotice } from '../controls/failure-notice';
import { useDeed } from '../controls/use-deed';
import { api } from '../trpc';

interface RolloutFormProps {
  /** The customer's slug. */
  readonly customer: string;
  readonly devices: readonly string[];
  readonly onAsked: (id: string) => void;
}

/** Templates that go to this many devices at a time. */
const offered = (count: number) => templates.filter(({ radius }: Template) => radius.mostDevices >= count);

/** Which template, its values, and how many devices at a time: each router is only read by this. */
export function RolloutForm({ customer, devices, onAsked }: RolloutFormProps) {
  const choices = offered(devices.length);
  const [chosen, setChosen] = useState(choices[0]?.id);
  const template = choices.find(({ id }) => id === chosen);
  return (
    <div className="rollout-form">
      <label className="grid gap-1">
        Template
        <select
          className="field"
          value={chosen}
          onChange={(event) => setChosen(choices.find(({ id }) => id === event.currentTarget.value)?.id)}
        >
          {choices.map(({ id, title }) => (
            <option key={id} value={id}>
              {title}
            </option>
          ))}
        </select>
      </label>
      {template === undefined ? (
        <p>No template goes to so many devices at a time.</p>
      ) : (
        <Values key={template.id} template={template} customer={customer} devices={devices} onAsked={onAsked} />
      )}
    </div>
  );
}

interface ValuesProps extends RolloutFormProps {
  readonly template: (typeof templates)[number];
}

function Values({ template, customer, devices, onAsked }: ValuesProps) {
  const form = useRef<HTMLFormElement>(null);
  const { run, isBusy, failure } = useDeed();
  const known: Template = template;
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
      const asked = { customer, template: template.id, values: { ...values }, devices: [...devices], waveSize };
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
        {isBusy ? 'Asking' : `Preview on ${counted(devices.length, 'device')}`}
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

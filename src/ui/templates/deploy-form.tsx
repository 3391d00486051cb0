'use client';

import { useRouter } from 'next/navigation';
import { type FormEvent, useRef, useState } from 'react';
import type { Values } from '@/core/actions/parameter';
import type { Valued } from '@/core/actions/parameters';
import { quoted } from '@/core/actions/quoted';
import { ActionFields, focusOn } from '../actions/action-fields';
import { blank, check, firstProblem, type Typed } from '../actions/check';
import { FailureNotice } from '../controls/failure-notice';
import { useDeed } from '../controls/use-deed';
import type { NamedDevice } from '../devices/use-found-devices';
import { type Selection, useOnConsole } from '../frame/console-store';
import { api } from '../trpc';
import { DeviceField } from './device-field';

/** What the form has to know of a template. */
export interface Fillable extends Valued {
  readonly id: string;
  readonly isDirect?: true;
}

export interface DeployFormProps {
  readonly template: Fillable;
  /** What it says to a router, with `<name>` where a value stands. */
  readonly lines: readonly string[];
  /** The device that one comes from. */
  readonly device: NamedDevice | null;
  /** Values by the names of its parameters, as the address has them. */
  readonly given: Readonly<Record<string, string>>;
  /** The slugs of the customers in whose devices one can be chosen. */
  readonly customers: readonly string[];
}

/** The device and the values. What would be said stands on the console line; the router itself is only read by this. */
export function DeployForm({ template: known, lines, device: from, given, customers }: DeployFormProps) {
  const router = useRouter();
  const form = useRef<HTMLFormElement>(null);
  const { run, isBusy, failure } = useDeed();
  const [device, setDevice] = useState(from);
  const [typed, setTyped] = useState<Typed>(() => ({ ...blank(known), ...ofTemplate(known, given) }));
  const [touched, setTouched] = useState<ReadonlySet<string>>(new Set());
  const [isAsked, setAsked] = useState(false);
  const checked = check(known, typed);
  const problem = device === null ? 'Device: choose one' : firstProblem(known, checked);
  useOnConsole(selectionOf(device, lines, checked.values && shownValues(known, checked.values), problem));

  function submit(event: FormEvent) {
    event.preventDefault();
    const { values } = checked;
    setAsked(true);
    setTouched(new Set(known.parameters.map(({ name }) => name)));
    if (device === null)
      return form.current?.querySelector<HTMLElement>('[data-device] input, [data-device] select')?.focus();
    if (values === null) return focusOn(form.current, Object.keys(checked.problems)[0]);
    void run(async () => {
      const { change } = await api.changes.ask.mutate({ device: device.id, template: known.id, values: { ...values } });
      router.push(`/changes/${change}`);
    });
  }

  return (
    <form ref={form} className="template-form" onSubmit={submit} noValidate>
      <h2>{known.isDirect === true ? 'Do it' : 'Deploy it'}</h2>
      <DeviceField
        customers={customers}
        device={device}
        problem={isAsked && device === null ? 'Choose the device that it is to be made on.' : null}
        onChoose={setDevice}
      />
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
      <button type="submit" className="button button-primary" aria-disabled={isBusy}>
        {isBusy ? 'Asking' : device === null ? 'Preview' : `Preview on ${device.name}`}
      </button>
      <p className="text-ink-2">
        The router is only read by this. What it would do is shown, and authorised, on its own page.
      </p>
      {failure ? (
        <>
          <FailureNotice failure={failure} />
          <p className="text-ink-2">Nothing was changed on the router.</p>
        </>
      ) : null}
    </form>
  );
}

/** Of what the address gives, the values that the template takes; a secret has no place in an address. */
const ofTemplate = ({ parameters }: Valued, given: DeployFormProps['given']): Typed =>
  Object.fromEntries(
    parameters.flatMap(({ name, kind }) => {
      const text = given[name];
      return text === undefined || kind === 'secret' ? [] : [[name, text]];
    }),
  );

/** In the place of a password stands that there is one. */
const shownValues = ({ parameters }: Valued, values: Values): Values =>
  Object.fromEntries(
    parameters.flatMap(({ name, kind }) => {
      const value = values[name];
      return value === undefined ? [] : [[name, kind === 'secret' ? '…' : value]];
    }),
  );

/** The lines with the values in their places; without all of them, what is missing. */
function selectionOf(
  device: NamedDevice | null,
  lines: readonly string[],
  values: Values | null,
  problem: string | null,
): Selection {
  const at = device?.name ?? 'no device yet';
  if (device === null || values === null)
    return { at, line: null, hint: `nothing to preview yet. ${problem ?? ''}`, isWrite: true };
  const placed = lines.map((line) =>
    line.replace(/<([\w.-]+)>/g, (place, name: string) => {
      const value = values[name];
      return value === undefined ? place : quoted(String(value));
    }),
  );
  return { at, line: placed.join('; '), hint: null, isWrite: true };
}

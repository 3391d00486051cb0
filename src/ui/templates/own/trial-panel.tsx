'use client';

import { type FormEvent, useEffect, useRef, useState } from 'react';
import type { Template } from '@/core/templates/define';
import { type TrialVersion, trialVersions } from '@/core/templates/trial';
import { ActionFields, focusOn } from '../../actions/action-fields';
import { blank, check, type Typed } from '../../actions/check';
import { FailureNotice } from '../../controls/failure-notice';
import { useDeed } from '../../controls/use-deed';
import { callsOf, keepOpen } from '../../live/stream';
import { api } from '../../trpc';
import { TrialOutcomeView } from './trial-outcome';
import type { TrialView, VersionView } from './views';

interface TrialPanelProps {
  readonly version: VersionView;
  readonly template: Template;
  /** What is tried is what is saved. */
  readonly isSaved: boolean;
}

/** Samples, a RouterOS, and what came of it on a simulated router. */
export function TrialPanel({ version, template, isSaved }: TrialPanelProps) {
  const form = useRef<HTMLFormElement>(null);
  const { run, isBusy, failure } = useDeed();
  // What is secret is made up; rules between values are judged with it, by the server.
  const open = { parameters: template.parameters.filter(({ kind }) => kind !== 'secret'), rules: [] };
  const [typed, setTyped] = useState<Typed>(() => blank(open));
  const [touched, setTouched] = useState<ReadonlySet<string>>(new Set());
  const [routerOs, setRouterOs] = useState<TrialVersion>(trialVersions[0]);
  const [trial, setTrial] = useState<TrialView | null>(null);
  const checked = check(open, { ...blank(open), ...typed });
  const isGoingOn = trial !== null && trial.state !== 'ended';
  const id = trial?.id;

  useEffect(() => {
    if (!isGoingOn || id === undefined) return;
    return keepOpen(
      (hearing) =>
        api.templateVersions.watchTrial.subscribe({ trial: id }, callsOf<TrialView>(hearing, setTrial)).unsubscribe,
    );
  }, [id, isGoingOn]);

  function submit(event: FormEvent) {
    event.preventDefault();
    if (!isSaved || isGoingOn) return;
    const { values } = checked;
    setTouched(new Set(open.parameters.map(({ name }) => name)));
    if (values === null) return focusOn(form.current, Object.keys(checked.problems)[0]);
    void run(async () => {
      const { template: of, version: number } = version;
      const made = await api.templateVersions.try.mutate({
        template: of,
        version: number,
        values: { ...values },
        routerOs,
      });
      setTrial({ id: made.trial, state: 'waiting', routerOs, outcome: null });
    });
  }

  return (
    <form ref={form} className="template-form own-trial" onSubmit={submit} noValidate>
      <h2>Try it</h2>
      <p className="text-ink-2">
        On a simulated router that is started for it: no device has to do with it. What is secret is made up.
      </p>
      <ActionFields
        action={{ parameters: open.parameters, guard: null }}
        typed={{ ...blank(open), ...typed }}
        checked={checked}
        touched={touched}
        onType={(name, value) => {
          setTyped({ ...typed, [name]: value });
          setTouched(new Set([...touched, name]));
        }}
      />
      <label className="grid gap-1">
        RouterOS
        <select
          className="field"
          value={routerOs}
          onChange={(event) => setRouterOs(trialVersions.find((one) => one === event.currentTarget.value) ?? routerOs)}
        >
          {trialVersions.map((one) => (
            <option key={one}>{one}</option>
          ))}
        </select>
      </label>
      <button type="submit" className="button" aria-disabled={isBusy || isGoingOn || !isSaved}>
        {isGoingOn ? 'Trying' : 'Try it'}
      </button>
      {isSaved ? null : <p className="text-ink-2">What is tried is what is saved: save it first.</p>}
      <p className="sr-only" role="status">
        {trial === null ? '' : isGoingOn ? 'The trial is under way' : 'The trial has ended'}
      </p>
      {failure ? <FailureNotice failure={failure} /> : null}
      {trial?.outcome ? <TrialOutcomeView routerOs={trial.routerOs} outcome={trial.outcome} /> : null}
    </form>
  );
}

'use client';

import { createContext, type FormEvent, type RefObject, useContext, useRef, useState } from 'react';
import { type ReadId, readOf } from '@/core/actions/index';
import type { Values } from '@/core/actions/parameter';
import { useDeed } from '../controls/use-deed';
import { useOnConsole } from '../frame/console-store';
import type { Failure } from '../request';
import { focusOn } from './action-fields';
import { blank, type Checked, check, firstProblem, type Typed } from './check';
import { selectionOf, type Target } from './selection';

/** What was typed for each action so far: who looks at another one meanwhile finds it again. */
export const Drafts = createContext<Map<ReadId, Typed> | null>(null);

interface ActionFormState {
  readonly form: RefObject<HTMLFormElement | null>;
  readonly fields: {
    readonly typed: Typed;
    readonly checked: Checked;
    readonly touched: ReadonlySet<string>;
    readonly onType: (name: string, value: string | readonly string[]) => void;
  };
  readonly isBusy: boolean;
  readonly failure: Failure | null;
  readonly submit: (event: FormEvent) => void;
}

/**
 * What is typed for an action's parameters. It stands on the console line before anything is sent; with the first press
 * of the button what is wrong is said, and what is right is handed to `run`.
 */
export function useActionForm(id: ReadId, on: Target, run: (values: Values) => Promise<void>): ActionFormState {
  const action = readOf(id);
  const drafts = useContext(Drafts);
  const [typed, setTyped] = useState<Typed>(() => drafts?.get(id) ?? blank(action));
  const [touched, setTouched] = useState<ReadonlySet<string>>(new Set());
  const form = useRef<HTMLFormElement>(null);
  const deed = useDeed();
  const checked = check(action, typed);
  useOnConsole(selectionOf(id, on, checked.values, firstProblem(action, checked)));

  function onType(name: string, value: string | readonly string[]) {
    const now = { ...typed, [name]: value };
    drafts?.set(id, now);
    setTyped(now);
    setTouched(new Set([...touched, name]));
  }

  function submit(event: FormEvent) {
    event.preventDefault();
    const { values } = checked;
    if (values !== null) return void deed.run(() => run(values));
    setTouched(new Set(action.parameters.map(({ name }) => name)));
    focusOn(form.current, Object.keys(checked.problems)[0]);
  }

  return { form, fields: { typed, checked, touched, onType }, isBusy: deed.isBusy, failure: deed.failure, submit };
}

'use client';

import { type ReactNode, useState } from 'react';
import type { Read } from '@/core/actions/define';
import { type ReadId, readIds, readOf } from '@/core/actions/index';
import type { CapableDevice, RunView } from '../live/views';
import { ActionForm } from './action-form';
import type { Typed } from './check';
import { costs } from './costs';
import { reasonAgainst } from './reason';
import { fits } from './search';
import { Drafts } from './use-action-form';

interface ActionPickerProps {
  readonly heading: string;
  /** Of the catalogue, those that are offered here. */
  readonly isOffered: (action: Read) => boolean;
  /** Where they would be run, as far as it is known. */
  readonly on: readonly CapableDevice[];
  /** The parameters of the chosen one, and what is done with them. */
  readonly form: (chosen: ReadId) => ReactNode;
}

/** The catalogue: one action is chosen, and its parameters are filled in right below it. */
export function ActionPicker({ heading, isOffered, on, form }: ActionPickerProps) {
  const [words, setWords] = useState('');
  const [chosen, setChosen] = useState<ReadId>('tool.ping');
  const [drafts] = useState(() => new Map<ReadId, Typed>());
  const catalogue: readonly Read[] = readIds.map(readOf).filter(isOffered);
  const found = catalogue.filter((action) => fits(action, words));
  return (
    <section className="picker" aria-labelledby="picker">
      <h2 id="picker" className="mb-2">
        {heading}
      </h2>
      <input
        className="field mb-2 w-full"
        type="search"
        value={words}
        aria-label="Search actions"
        placeholder={`Search ${catalogue.length} actions`}
        onChange={(event) => setWords(event.currentTarget.value)}
      />
      <p className="sr-only" role="status">
        {words.trim() === '' ? '' : `${found.length} of ${catalogue.length} actions`}
      </p>
      {found.length === 0 ? (
        <p className="text-ink-2">No action in the catalogue has these words. Nothing was run.</p>
      ) : null}
      <ul className="actions">
        {found.map((action) => (
          <li key={action.id} {...(action.id === chosen ? { 'data-chosen': '' } : {})}>
            <ActionChoice
              action={action}
              reason={reasonAgainst(action, on)}
              isChosen={action.id === chosen}
              onChoose={() => setChosen(readIds.find((id) => id === action.id) ?? chosen)}
            />
            {action.id === chosen && reasonAgainst(action, on) === null ? (
              <Drafts key={action.id} value={drafts}>
                {form(chosen)}
              </Drafts>
            ) : null}
          </li>
        ))}
      </ul>
    </section>
  );
}

interface PickerProps {
  readonly device: CapableDevice;
  /** A run that was just asked for. */
  readonly onRun: (run: RunView) => void;
}

/** What can be asked of one device. */
export function Picker({ device, onRun }: PickerProps) {
  return (
    <ActionPicker
      heading="Run a read"
      isOffered={() => true}
      on={[device]}
      form={(chosen) => <ActionForm id={chosen} device={device} onRun={onRun} />}
    />
  );
}

interface ActionChoiceProps {
  readonly action: Read;
  /** Why it cannot be run here. */
  readonly reason: string | null;
  readonly isChosen: boolean;
  readonly onChoose: () => void;
}

function ActionChoice({ action, reason, isChosen, onChoose }: ActionChoiceProps) {
  const { title, purpose, impact } = action;
  return (
    <label className="action">
      <input
        type="radio"
        name="action"
        className="mt-px size-4 flex-none accent-accent"
        checked={isChosen}
        disabled={reason !== null}
        onChange={onChoose}
      />
      <span className="min-w-0">
        <span className="font-semibold">{title}</span> <span className="badge">READ</span>{' '}
        {costs[impact] === null ? null : <span className="text-ink-3">{costs[impact]}</span>}
        <span className="block text-ink-2">{purpose}</span>
        {reason === null ? null : <span className="block text-ink-2">Disabled: {reason}.</span>}
      </span>
    </label>
  );
}

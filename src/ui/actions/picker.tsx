'use client';

import { useState } from 'react';
import type { Action } from '@/core/actions/define';
import { type ActionId, actionIds, actionOf } from '@/core/actions/index';
import type { ListedDevice, RunView } from '../live/views';
import { ActionForm } from './action-form';
import { costs } from './costs';
import { fits } from './search';

interface PickerProps {
  readonly device: ListedDevice;
  /** A run that was just asked for. */
  readonly onRun: (run: RunView) => void;
}

const catalogue: readonly Action[] = actionIds.map(actionOf);

/** The catalogue: one action is chosen, and its parameters are filled in right below it. */
export function Picker({ device, onRun }: PickerProps) {
  const [words, setWords] = useState('');
  const [chosen, setChosen] = useState<ActionId>('tool.ping');
  const found = catalogue.filter((action) => fits(action, words));
  return (
    <section className="picker" aria-labelledby="picker">
      <h2 id="picker" className="mb-2">
        Run a read
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
              isChosen={action.id === chosen}
              onChoose={() => setChosen(actionIds.find((id) => id === action.id) ?? chosen)}
            />
            {action.id === chosen ? <ActionForm key={action.id} id={chosen} device={device} onRun={onRun} /> : null}
          </li>
        ))}
      </ul>
    </section>
  );
}

interface ActionChoiceProps {
  readonly action: Action;
  readonly isChosen: boolean;
  readonly onChoose: () => void;
}

function ActionChoice({ action, isChosen, onChoose }: ActionChoiceProps) {
  const { title, purpose, impact, disabledBecause } = action;
  return (
    <label className="action">
      <input
        type="radio"
        name="action"
        className="mt-px size-4 flex-none accent-accent"
        checked={isChosen}
        disabled={disabledBecause !== null}
        onChange={onChoose}
      />
      <span className="min-w-0">
        <span className="font-semibold">{title}</span> <span className="badge">READ</span>{' '}
        {costs[impact] === null ? null : <span className="text-ink-3">{costs[impact]}</span>}
        <span className="block text-ink-2">{purpose}</span>
        {disabledBecause === null ? null : <span className="block text-ink-2">Disabled: {disabledBecause}.</span>}
      </span>
    </label>
  );
}

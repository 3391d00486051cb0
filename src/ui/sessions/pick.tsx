'use client';

import type { Read } from '@/core/actions/define';
import { type ReadId, readIds } from '@/core/actions/index';
import { ActionFields } from '../actions/action-fields';
import type { Checked } from '../actions/check';
import { costs } from '../actions/costs';
import type { Picked } from './picks';

interface PickProps {
  readonly action: Read;
  /** Why it cannot be run on the session's devices. */
  readonly reason: string | null;
  /** Undefined while it is not ticked. */
  readonly picked: (Picked & Checked) | undefined;
  readonly onToggle: (id: ReadId) => void;
  readonly onChange: (next: Picked) => void;
}

/** One action to tick; ticked, its parameters stand below it. */
export function Pick({ action, reason, picked, onToggle, onChange }: PickProps) {
  const { title, purpose, impact } = action;
  const id = readIds.find((known) => known === action.id);
  return (
    <div className="pick" data-pick={action.id} {...(picked === undefined ? {} : { 'data-chosen': '' })}>
      <label className="action">
        <input
          type="checkbox"
          className="mt-px size-4 flex-none accent-accent"
          checked={picked !== undefined}
          disabled={reason !== null}
          onChange={() => (id === undefined ? undefined : onToggle(id))}
        />
        <span className="badge">READ</span>
        <span className="min-w-0">
          <b>{title}</b> {costs[impact] === null ? null : <span className="text-ink-3">{costs[impact]}</span>}
          <span className="block text-ink-2">{reason === null ? purpose : `Disabled: ${reason}.`}</span>
        </span>
      </label>
      {picked === undefined || action.parameters.length === 0 ? null : (
        <div className="pick-fields">
          <ActionFields
            action={action}
            typed={picked.typed}
            checked={picked}
            touched={picked.touched}
            onType={(name, value) =>
              onChange({
                id: picked.id,
                typed: { ...picked.typed, [name]: value },
                touched: new Set([...picked.touched, name]),
              })
            }
          />
        </div>
      )}
    </div>
  );
}

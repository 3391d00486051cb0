'use client';

import { useId, useState } from 'react';
import { longestPassword, shortestPassword } from '@/core/passwords';

interface PasswordFieldProps {
  readonly label: string;
  /** Its name in the form. */
  readonly name: string;
  /** A new one is hinted at: so long at least, and how long it is by now. */
  readonly isNew?: boolean;
}

const fewest = shortestPassword.alone;

/** One field that a password manager understands, that can be pasted into, and that shows what was typed when asked to. */
export function PasswordField({ label, name, isNew = false }: PasswordFieldProps) {
  const [isShown, setShown] = useState(false);
  const [length, setLength] = useState(0);
  const id = useId();
  const hint = `${id}-hint`;
  return (
    <div className="grid gap-1">
      <label htmlFor={id}>{label}</label>
      <div className="flex gap-2">
        <input
          className="field min-w-0 flex-1"
          id={id}
          type={isShown ? 'text' : 'password'}
          name={name}
          autoComplete={isNew ? 'new-password' : 'current-password'}
          required
          maxLength={longestPassword}
          spellCheck={false}
          autoCapitalize="none"
          onChange={(event) => setLength([...event.currentTarget.value].length)}
          {...(isNew ? { minLength: fewest, 'aria-describedby': hint } : {})}
        />
        <button type="button" className="button" aria-pressed={isShown} onClick={() => setShown(!isShown)}>
          {isShown ? 'Hide' : 'Show'}
          <span className="sr-only"> the {label.toLowerCase()}</span>
        </button>
      </div>
      {isNew ? <Length length={length} id={hint} /> : null}
    </div>
  );
}

/** The count is for the eye; read out is only that it is enough, once, and not every letter. */
function Length({ length, id }: { readonly length: number; readonly id: string }) {
  return (
    <>
      <p id={id} className="text-ink-2">
        At least {fewest} characters, of any kind. A few words in a row are easy to remember.
      </p>
      <p className="text-ink-2">
        <span aria-hidden="true">{length < fewest ? `${length} of ${fewest}` : `${length} characters.`}</span>{' '}
        <span role="status">{length >= fewest ? 'Long enough.' : ''}</span>
      </p>
    </>
  );
}

'use client';

import { useId, useState } from 'react';

/**
 * The password of a router's account. It is not the password of whoever types it: a browser that filled that one in would
 * send it to routers, so this field says that it is a new one.
 */
export function RouterPasswordField({ name, label }: { readonly name: string; readonly label: string }) {
  const [isShown, setShown] = useState(false);
  const id = useId();
  return (
    <div className="grid gap-1">
      <label htmlFor={id}>{label}</label>
      <div className="flex gap-2">
        <input
          className="field min-w-0 flex-1"
          id={id}
          name={name}
          type={isShown ? 'text' : 'password'}
          required
          maxLength={128}
          autoComplete="new-password"
          autoCapitalize="none"
          spellCheck={false}
        />
        <button type="button" className="button" aria-pressed={isShown} onClick={() => setShown(!isShown)}>
          {isShown ? 'Hide' : 'Show'}
          <span className="sr-only"> the {label.toLowerCase()}</span>
        </button>
      </div>
    </div>
  );
}

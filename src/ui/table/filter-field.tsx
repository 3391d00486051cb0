'use client';

import type { FormEvent } from 'react';
import { useTypedFilter } from './typed-filter';

interface FilterFieldProps {
  readonly path: string;
  /** What is filtered by now. */
  readonly q: string;
  readonly label: string;
  readonly placeholder: string;
  readonly maxLength: number;
  /** The list filtered by these words; empty: by none. */
  readonly addressOf: (q: string) => string;
}

/** One field that filters a list by words while they are typed. `/` brings the focus here. */
export function FilterField({ path, q, label, placeholder, maxLength, addressOf }: FilterFieldProps) {
  const { text, setText, input, isWaiting, show: go, soon } = useTypedFilter(q);
  const show = (value: string) => go(addressOf(value.trim()));

  return (
    <search className="flex flex-1">
      <form
        action={path}
        className="flex flex-1"
        onSubmit={(event: FormEvent) => {
          event.preventDefault();
          show(text);
        }}
      >
        <div className="query">
          <input
            ref={input}
            name="q"
            value={text}
            autoComplete="off"
            spellCheck={false}
            maxLength={maxLength}
            aria-label={label}
            placeholder={placeholder}
            onChange={(event) => {
              const { value } = event.currentTarget;
              setText(value);
              soon(() => show(value));
            }}
            onKeyDown={(event) => (event.key === 'Escape' ? input.current?.blur() : undefined)}
          />
          <kbd className="key max-desk:hidden">/</kbd>
        </div>
        <span role="status" className="sr-only">
          {isWaiting ? 'Loading' : ''}
        </span>
      </form>
    </search>
  );
}

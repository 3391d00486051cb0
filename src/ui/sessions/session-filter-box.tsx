'use client';

import type { FormEvent } from 'react';
import { useTypedFilter } from '../table/typed-filter';
import { type SessionFilter, sessionsAddress } from './session-filter';

interface SessionFilterBoxProps {
  readonly path: string;
  readonly filter: SessionFilter;
}

/** A part of a title, or `S-12`. `/` brings the focus here. */
export function SessionFilterBox({ path, filter }: SessionFilterBoxProps) {
  const { text, setText, input, isWaiting, show: go, soon } = useTypedFilter(filter.q ?? '');

  function show(value: string) {
    const { q: _, ...others } = filter;
    const q = value.trim();
    go(sessionsAddress(path, { ...others, ...(q ? { q } : {}) }));
  }

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
            maxLength={100}
            aria-label="Filter sessions"
            placeholder="Title, or S-12"
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

'use client';

import { useRouter } from 'next/navigation';
import { type FormEvent, useEffect, useRef, useState, useTransition } from 'react';
import { useSingleKeys } from '../single-keys';
import { type SessionFilter, sessionsAddress } from './session-filter';

interface SessionFilterBoxProps {
  readonly path: string;
  readonly filter: SessionFilter;
}

/** Long enough that a word is one request, and one audit entry, instead of five. */
const pauseMs = 350;

/** A part of a title, or `S-12`. `/` brings the focus here. */
export function SessionFilterBox({ path, filter }: SessionFilterBoxProps) {
  const router = useRouter();
  const [text, setText] = useState(filter.q ?? '');
  const [isWaiting, startWaiting] = useTransition();
  const input = useRef<HTMLInputElement>(null);
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  useSingleKeys({
    '/': (event) => {
      event.preventDefault();
      input.current?.focus();
    },
  });
  useEffect(() => () => clearTimeout(timer.current), []);

  function show(value: string) {
    clearTimeout(timer.current);
    const { q: _, ...others } = filter;
    const q = value.trim();
    startWaiting(() => router.replace(sessionsAddress(path, { ...others, ...(q ? { q } : {}) })));
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
              clearTimeout(timer.current);
              timer.current = setTimeout(() => show(value), pauseMs);
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

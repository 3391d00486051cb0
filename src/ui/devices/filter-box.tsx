'use client';

import { useRouter } from 'next/navigation';
import { type FormEvent, type KeyboardEvent, useEffect, useRef, useState, useTransition } from 'react';
import { useSingleKeys } from '../single-keys';
import { type DeviceFilter, filterAddress, parseFilter, tokensOf } from './filter';

interface FilterBoxProps {
  /** The path of the list; the filter becomes its query, so an address brings the same list back. */
  readonly path: string;
  readonly filter: DeviceFilter;
}

/** Long enough that a word is one request, and one audit entry, instead of five. */
const pauseMilliseconds = 350;

/** Free text, a `tag:` and a `status:` token; the server does the filtering. `/` brings the focus here. */
export function FilterBox({ path, filter }: FilterBoxProps) {
  const router = useRouter();
  const [text, setText] = useState(filter.q ?? '');
  const [waiting, startWaiting] = useTransition();
  const input = useRef<HTMLInputElement>(null);
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  useSingleKeys({
    '/': (event) => {
      event.preventDefault();
      input.current?.focus();
    },
  });
  useEffect(() => () => clearTimeout(timer.current), []);
  useEffect(() => {
    // The address was changed elsewhere (a tag in a row, "Clear"); while somebody types here the text is theirs.
    if (document.activeElement !== input.current) setText(filter.q ?? '');
  }, [filter.q]);
  const { q: _, ...tokens } = filter;
  const shown = tokensOf(tokens);

  function show(next: DeviceFilter) {
    clearTimeout(timer.current);
    startWaiting(() => router.replace(filterAddress(path, next)));
  }

  function type(value: string) {
    setText(value);
    clearTimeout(timer.current);
    // A token is taken when it is finished, by a space or by Enter; until then it is not part of the search.
    const typed = parseFilter(value);
    if (!/\b(?:tag|status):\S*$/i.test(value)) timer.current = setTimeout(() => take(typed), pauseMilliseconds);
  }

  function take(typed: DeviceFilter) {
    if (typed.tag || typed.state) setText(typed.q ?? '');
    show({ ...tokens, ...typed });
  }

  function drop(token: DeviceFilter) {
    const left = Object.entries(tokens).filter(([name]) => !(name in token));
    show({ ...Object.fromEntries(left), ...parseFilter(text) });
    input.current?.focus();
  }

  function onKeyDown(event: KeyboardEvent<HTMLInputElement>) {
    const last = shown.at(-1);
    if (event.key === 'Backspace' && text === '' && last) drop(last.one);
    if (event.key === 'Escape') input.current?.blur();
  }

  return (
    <search className="flex flex-1">
      <form
        action={path}
        className="flex flex-1 items-center gap-2"
        onSubmit={(event: FormEvent) => {
          event.preventDefault();
          take(parseFilter(text));
        }}
      >
        <div className="query">
          {shown.map(({ text: token, one }) => (
            <button
              key={token}
              type="button"
              className="token"
              onClick={() => drop(one)}
              aria-label={`Remove the filter ${token}`}
            >
              <b>{token.slice(0, token.indexOf(':') + 1)}</b>
              {token.slice(token.indexOf(':') + 1)}
              <span aria-hidden="true" className="ml-2">
                ×
              </span>
            </button>
          ))}
          {Object.entries(tokens).map(([name, value]) => (
            <input key={name} type="hidden" name={name} value={value} />
          ))}
          <input
            ref={input}
            name="q"
            value={text}
            autoComplete="off"
            spellCheck={false}
            maxLength={100}
            aria-label="Filter devices"
            placeholder={shown.length > 0 ? 'Identity or address' : 'Identity or address; tag:core; status:down'}
            onChange={(event) => type(event.currentTarget.value)}
            onKeyDown={onKeyDown}
          />
          <kbd className="key max-desk:hidden">/</kbd>
        </div>
        <span role="status" className="sr-only">
          {waiting ? 'Loading' : ''}
        </span>
      </form>
    </search>
  );
}

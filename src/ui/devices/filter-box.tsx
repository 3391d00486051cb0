'use client';

import { useRouter } from 'next/navigation';
import { type FormEvent, type KeyboardEvent, useEffect, useRef, useState, useTransition } from 'react';
import { useSingleKeys } from '../single-keys';
import { type DeviceFilter, filterAddress, parseFilter } from './filter';

interface FilterBoxProps {
  /** The path of the list; the filter becomes its query, so an address brings the same list back. */
  readonly path: string;
  readonly filter: DeviceFilter;
}

/** Long enough that a word is one request, and one audit entry, instead of five. */
const pauseMilliseconds = 350;

/** Free text and one `tag:` token; the server does the filtering. `/` brings the focus here. */
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
  const { tag } = filter;

  function show(next: DeviceFilter) {
    clearTimeout(timer.current);
    startWaiting(() => router.replace(filterAddress(path, next)));
  }

  function type(value: string) {
    setText(value);
    clearTimeout(timer.current);
    // A token is taken when it is finished, by a space or by Enter; until then it is not part of the search.
    const typed = parseFilter(value);
    if (!/\btag:\S*$/i.test(value)) timer.current = setTimeout(() => take(typed), pauseMilliseconds);
  }

  function take(typed: DeviceFilter) {
    if (typed.tag) setText(typed.q ?? '');
    show({ ...(tag ? { tag } : {}), ...typed });
  }

  function dropTag() {
    show(parseFilter(text));
    input.current?.focus();
  }

  function onKeyDown(event: KeyboardEvent<HTMLInputElement>) {
    if (event.key === 'Backspace' && text === '' && tag) dropTag();
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
          {tag ? (
            <button type="button" className="token" onClick={dropTag} aria-label={`Remove the filter tag:${tag}`}>
              <b>tag:</b>
              {tag}
              <span aria-hidden="true" className="ml-2">
                ×
              </span>
            </button>
          ) : null}
          {tag ? <input type="hidden" name="tag" value={tag} /> : null}
          <input
            ref={input}
            name="q"
            value={text}
            autoComplete="off"
            spellCheck={false}
            maxLength={100}
            aria-label="Filter devices"
            placeholder={tag ? 'Identity or address' : 'Identity or address; tag:core'}
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

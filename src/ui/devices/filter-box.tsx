'use client';

import type { FormEvent, KeyboardEvent } from 'react';
import { useTypedFilter } from '../table/typed-filter';
import { type DeviceFilter, filterAddress, isUnfinished, parseFilter, tokensOf } from './filter';

interface FilterBoxProps {
  /** The path of the list; the filter becomes its query, so an address brings the same list back. */
  readonly path: string;
  readonly filter: DeviceFilter;
}

/** Free text, a `tag:`, a `status:`, a `site:` and a `zone:` token; the server does the filtering. `/` brings the focus here. */
export function FilterBox({ path, filter }: FilterBoxProps) {
  const { text, setText, input, isWaiting, calm, show: go, soon } = useTypedFilter(filter.q ?? '');
  const { q: _, ...tokens } = filter;
  const shown = tokensOf(tokens);

  const show = (next: DeviceFilter) => go(filterAddress(path, next));

  function type(value: string) {
    setText(value);
    calm();
    // A token is taken when it is finished, by a space or by Enter; until then it is not part of the search.
    const typed = parseFilter(value);
    if (!isUnfinished(value)) soon(() => take(typed));
  }

  function take(typed: DeviceFilter) {
    if (Object.keys(typed).some((name) => name !== 'q')) setText(typed.q ?? '');
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
            placeholder={
              shown.length > 0 ? 'Identity or address' : 'Identity or address; tag:core; status:down; site:"Tower 07"'
            }
            onChange={(event) => type(event.currentTarget.value)}
            onKeyDown={onKeyDown}
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

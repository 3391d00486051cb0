'use client';

import { type FormEvent, useId, useState } from 'react';
import { type AuditQuery, auditQueryText, emptyQuery, queryFields, tokensOf, withoutToken } from '@/core/audit/query';
import { auditEvents, eventCategories, outcomes } from '@/core/events';
import { Link } from '../link';
import { useTypedFilter } from '../table/typed-filter';
import { auditAddress, queryAddress, readQuery } from './filter';

interface QueryBarProps {
  /** Null: the address could not be read, and its text is here to be put right. */
  readonly query: AuditQuery | null;
  readonly text: string;
  readonly fault: string | null;
}

/** What can come after a colon, where there are few. */
const values: Readonly<Record<string, readonly string[]>> = {
  outcome: outcomes,
  event: auditEvents,
  category: eventCategories,
  actor: ['stranger', 'runner', 'job', 'console'],
  customer: ['none'],
  since: ['1h', '24h', '7d', '30d'],
};

/** What the last word could become. */
function completions(text: string): string[] {
  const at = text.lastIndexOf(' ') + 1;
  const [kept, last] = [text.slice(0, at), text.slice(at).toLowerCase()];
  const [, name = '', value] = /^([a-z]+):(.*)$/.exec(last) ?? [];
  const found =
    value === undefined
      ? queryFields.map((field) => `${field}:`).filter((one) => last !== '' && one.startsWith(last))
      : (values[name] ?? []).filter((one) => one.toLowerCase().includes(value)).map((one) => `${name}:${one}`);
  return found.slice(0, 12).map((one) => kept + one);
}

/**
 * The query, whose state is the page's address. What was chosen stands as tokens, each a link that leaves it out; what is
 * typed is added when it is sent. Without script it is a form that leads to the same address.
 */
export function QueryBar({ query, text, fault }: QueryBarProps) {
  const chosen = query === null ? [] : tokensOf(query).filter(({ field }) => field !== 'words');
  const words = query === null ? text : auditQueryText({ ...emptyQuery, words: query.words });
  const kept = chosen.map((token) => token.text).join(' ');
  const typed = useTypedFilter(words);
  const [faultId, listId] = [useId(), useId()];
  const [hints, setHints] = useState<readonly string[]>([]);

  function send(event: FormEvent) {
    event.preventDefault();
    const q = `${kept} ${typed.text}`.trim();
    const read = readQuery(q);
    // What became a token stands beside the box from now on; what cannot be read stands in it, whole.
    typed.setText(read.query === null ? q : auditQueryText({ ...emptyQuery, words: read.query.words }));
    typed.show(auditAddress({ q: read.query === null ? q : auditQueryText(read.query) }));
  }

  return (
    <search className="audit-query">
      <form action="/audit" className="flex flex-1 items-center gap-2" onSubmit={send}>
        <div className="query">
          {chosen.map(({ field, value, text: token }) => (
            <Link
              key={token}
              className="token"
              href={queryAddress(withoutToken(query ?? emptyQuery, field, value))}
              aria-label={`Remove the filter ${token}`}
              title={token}
            >
              <b>{field}:</b>
              <span className="token-value">{value}</span>
              <span aria-hidden="true" className="ml-2">
                ×
              </span>
            </Link>
          ))}
          {kept === '' ? null : <input type="hidden" name="q" value={kept} />}
          <input
            ref={typed.input}
            name="q"
            value={typed.text}
            list={listId}
            autoComplete="off"
            spellCheck={false}
            maxLength={2_000}
            aria-label="Search the audit log"
            aria-invalid={fault !== null}
            aria-describedby={fault === null ? undefined : faultId}
            placeholder={
              chosen.length > 0
                ? 'Name, or actor: target: address:'
                : 'Name of a person, a thing or an action; outcome: event: actor: customer: target: address: request: since: until:'
            }
            onChange={(event) => {
              typed.setText(event.currentTarget.value);
              setHints(completions(event.currentTarget.value));
            }}
            onKeyDown={(event) => {
              if (event.key === 'Escape') typed.input.current?.blur();
            }}
          />
          <datalist id={listId}>
            {hints.map((hint) => (
              <option key={hint} value={hint} />
            ))}
          </datalist>
          <kbd className="key max-desk:hidden">/</kbd>
        </div>
        <button type="submit" className="button">
          Search
        </button>
        <span role="status" className="sr-only">
          {typed.isWaiting ? 'Loading' : ''}
        </span>
      </form>
      {fault === null ? null : (
        <p id={faultId} role="alert" className="notice notice-fail mt-2">
          {fault}
        </p>
      )}
    </search>
  );
}

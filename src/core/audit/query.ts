import { regexes } from 'zod';
import { type AuditEvent, auditEvents, type EventCategory, eventCategories, type Outcome, outcomes } from '../events';
import { momentIn } from './moment';

/** Who acts besides people. */
export const actorKinds = ['stranger', 'runner', 'job', 'console'] as const;

/** What the log is narrowed to. Several values of one list are alternatives; the fields together must all hold. */
export interface AuditQuery {
  readonly outcome: readonly Outcome[];
  readonly event: readonly AuditEvent[];
  readonly category: readonly EventCategory[];
  /** A person's id, or a kind that is nobody in particular. */
  readonly actor: readonly string[];
  /** Slugs; `none` is for what belongs to no customer. */
  readonly customer: readonly string[];
  /** `kind/id`. */
  readonly target: readonly string[];
  /** An address, or a network as `address/bits`. */
  readonly address: readonly string[];
  readonly request: readonly string[];
  /** As written: ISO 8601 in UTC, as short as a day, or a length back from now such as `24h`. */
  readonly since: readonly string[];
  /** The first moment that no longer belongs to it. */
  readonly until: readonly string[];
  /** Each must be found in the event's title, the actor's name or the target's name. */
  readonly words: readonly string[];
}

export type QueryField = Exclude<keyof AuditQuery, 'words'>;

export const emptyQuery: AuditQuery = {
  outcome: [],
  event: [],
  category: [],
  actor: [],
  customer: [],
  target: [],
  address: [],
  request: [],
  since: [],
  until: [],
  words: [],
};

// safe: `emptyQuery` is a literal; its keys are exactly the fields and the words.
export const queryFields = Object.keys(emptyQuery).filter((name) => name !== 'words') as QueryField[];

/** Fields of which a second value takes the place of the first. */
const single: readonly QueryField[] = ['address', 'request', 'since', 'until'];

/** A query that cannot be read, and the token that is to blame. */
export class QueryFault extends Error {
  override readonly name = 'QueryFault';
  constructor(
    readonly token: string,
    readonly why: string,
  ) {
    super(`${token}: ${why}`);
  }
}

const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;

/** What is wrong with a token's value, in words; null when nothing is. */
const faultOf: Readonly<Record<QueryField, (value: string) => string | null>> = {
  outcome: (value) => oneOf(outcomes, value),
  event: (value) => (auditEvents.some((one) => one === value) ? null : 'no such event; pick one from the list'),
  category: (value) => oneOf(eventCategories, value),
  actor: (value) =>
    uuid.test(value) || actorKinds.some((one) => one === value)
      ? null
      : `a person’s id, or one of ${actorKinds.join(', ')}`,
  customer: (value) =>
    value === 'none' || /^[a-z0-9-]{1,63}$/.test(value) ? null : 'a customer’s short name, or none',
  target: (value) => (/^[a-z][A-Za-z]{0,31}\/[\w.:-]{1,64}$/.test(value) ? null : 'write kind/id, such as device/…'),
  address: (value) => (isAddress(value) ? null : 'an IPv4 or IPv6 address, or a network such as 10.0.0.0/8'),
  request: (value) => (/^[\w.:-]{1,64}$/.test(value) ? null : 'a request’s id, as an error or an entry shows it'),
  since: (value) => faultOfMoment(value),
  until: (value) => faultOfMoment(value),
};

const oneOf = (known: readonly string[], value: string): string | null =>
  known.includes(value) ? null : `one of ${known.join(', ')}`;

const faultOfMoment = (value: string): string | null =>
  momentIn(value, 0) === null ? 'a time such as 2026-11-24T14:07 (UTC), or a length back from now such as 24h' : null;

/**
 * Short forms are refused: 10.1 is 10.0.0.1 to some programs and 10.1.0.0 to others. The patterns alone, and no schema of
 * them: this file is part of the page's program, and the whole of zod would be a fifth of its weight.
 */
const addresses = [regexes.ipv4, regexes.ipv6, regexes.cidrv4, regexes.cidrv6];
const isAddress = (value: string): boolean => addresses.some((pattern) => pattern.test(value));

/** Words, and tokens `name:value`; what stands in double quotes is one word, whatever is in it. */
const pieces = /"([^"]*)"?|(\S+)/g;
const mostCharacters = 2_000;
const mostValues = 50;
const mostWords = 5;

/** Reads what somebody typed, or what an address holds. Throws QueryFault, which names the token that is wrong. */
export function parseAuditQuery(text: string): AuditQuery {
  if (text.length > mostCharacters) throw new QueryFault('the query', `at most ${mostCharacters} characters`);
  let query = emptyQuery;
  for (const [, quoted, plain = ''] of text.matchAll(pieces)) {
    const [, name = '', value = ''] = quoted === undefined ? (/^([A-Za-z]+):(.*)$/s.exec(plain) ?? []) : [];
    const field = queryFields.find((one) => one === name.toLowerCase());
    if (field !== undefined) query = withToken(query, field, value);
    // What looks like a token and is none is a mistake, and a search for it as a word would hide that.
    else if (name !== '') throw new QueryFault(plain, `no such filter; there are ${queryFields.join(', ')}`);
    else query = withWord(query, quoted ?? plain);
  }
  return query;
}

/** The query with one value more. Throws QueryFault. */
export function withToken(query: AuditQuery, field: QueryField, value: string): AuditQuery {
  const token = `${field}:${value}`;
  if (value === '') throw new QueryFault(token, 'write a value after the colon');
  const fault = faultOf[field](value);
  if (fault !== null) throw new QueryFault(token, fault);
  if (single.includes(field)) return { ...query, [field]: [value] };
  const values: readonly string[] = query[field];
  if (values.length >= mostValues) throw new QueryFault(token, `at most ${mostValues} of one kind`);
  return values.includes(value) ? query : { ...query, [field]: [...values, value] };
}

function withWord(query: AuditQuery, typed: string): AuditQuery {
  const word = typed.trim().toLowerCase();
  if (word === '' || query.words.includes(word)) return query;
  if (query.words.length >= mostWords) throw new QueryFault(word, `at most ${mostWords} words`);
  return { ...query, words: [...query.words, word] };
}

/** The query without this value, or without any of the field. */
export function withoutToken(query: AuditQuery, field: keyof AuditQuery, value?: string): AuditQuery {
  const values: readonly string[] = query[field];
  return { ...query, [field]: value === undefined ? [] : values.filter((one) => one !== value) };
}

export interface Token {
  readonly field: keyof AuditQuery;
  readonly value: string;
  /** As it is written in the bar. */
  readonly text: string;
}

/** The tokens of a query in their one order, and then its words. */
export function tokensOf(query: AuditQuery): Token[] {
  const tokens = queryFields.flatMap((field) =>
    query[field].map((value) => ({ field, value, text: `${field}:${value}` })),
  );
  const words = query.words.map((value) => ({ field: 'words' as const, value, text: wordText(value) }));
  return [...tokens, ...words];
}

/** Quoted where it would be read as something else. */
const wordText = (word: string): string => (/\s|^[A-Za-z]+:/.test(word) ? `"${word}"` : word);

/** The query's one text: whoever reads it again gets the same query, and two alike have the same text. */
export const auditQueryText = (query: AuditQuery): string =>
  tokensOf(query)
    .map(({ text }) => text)
    .join(' ');

import ipaddr from 'ipaddr.js';
import type { Principal } from '@/core/access';
import { momentIn } from '@/core/audit/moment';
import { type AuditQuery, actorKinds, parseAuditQuery, QueryFault, queryFields, withToken } from '@/core/audit/query';
import { AppError } from '@/core/errors';
import { auditEvents, eventCategory, eventTitle } from '@/core/events';
import type { AddressRange, AuditFilter } from '../audit/filter';
import type { Detail } from '../audit/record';
import { databaseTime } from '../db/clock';
import type { Transaction } from '../db/connection';
import { targetsNamed } from '../db/names';
import { namedCustomers } from './scopes';

type Db = Transaction['db'];

/** Reads a query's text. Throws `invalid`, in words that name the token. */
export function queryIn(text: string): AuditQuery {
  try {
    return parseAuditQuery(text);
  } catch (fault) {
    if (fault instanceof QueryFault) throw new AppError('invalid', `q: ${fault.message}`, { cause: fault });
    throw fault;
  }
}

/** The same query with every length back from now as the moment it is now: what is written down has to stay what it was. */
export async function fixed(db: Db, query: AuditQuery): Promise<AuditQuery> {
  const now = Date.parse(await databaseTime(db));
  const at = (field: 'since' | 'until', of: AuditQuery) =>
    of[field].reduce((kept, one) => withToken(kept, field, momentIn(one, now) ?? one), of);
  return at('until', at('since', query));
}

/**
 * Looks up what a query names, in the caller's reach. Throws 403 for a customer out of reach, in the words of that; what
 * else is not found there simply has no entries.
 */
export async function filterFor(db: Db, me: Principal, asked: AuditQuery): Promise<AuditFilter> {
  const query = await fixed(db, asked);
  const slugs = query.customer.filter((one) => one !== 'none');
  const customers = slugs.length === 0 ? [] : await namedCustomers(db, me, slugs);
  const listed = <T>(values: readonly T[]): readonly T[] | null => (values.length === 0 ? null : values);
  return {
    outcomes: listed(query.outcome),
    events: eventsOf(query),
    actors: query.actor.length === 0 ? null : { ids: query.actor.filter(isPerson), kinds: query.actor.filter(isKind) },
    customers:
      query.customer.length === 0
        ? null
        : { ids: customers.map(({ id }) => id), isNone: query.customer.includes('none') },
    targets: listed(query.target),
    address: query.address[0] === undefined ? null : rangeOf(query.address[0]),
    requests: listed(query.request),
    since: query.since[0] ?? null,
    until: query.until[0] ?? null,
    words: await Promise.all(
      query.words.map(async (word) => ({
        word,
        events: auditEvents.filter((one) => `${one} ${eventTitle(one)}`.toLowerCase().includes(word)),
        targets: await targetsNamed(db, me, word),
      })),
    ),
    snapshot: null,
  };
}

/**
 * What the log may say of a query, for whoever asks what was taken away. Words, addresses and ids that somebody typed may
 * be personal, or anything at all: of those only that they were there. Customers are told by id where some were named.
 */
export function toldOf(query: AuditQuery, customers: readonly string[]): Detail {
  const { outcome, event, category, since, until, words } = query;
  const listed = Object.entries({ outcome, event, category, customers }).filter(([, values]) => values.length > 0);
  return {
    fields: queryFields.filter((field) => query[field].length > 0),
    ...Object.fromEntries(listed),
    ...(since[0] === undefined ? {} : { since: since[0] }),
    ...(until[0] === undefined ? {} : { until: until[0] }),
    words: words.length,
  };
}

const isKind = (actor: string): boolean => actorKinds.some((kind) => kind === actor);
const isPerson = (actor: string): boolean => !isKind(actor);

function eventsOf({ event, category }: AuditQuery): AuditFilter['events'] {
  if (event.length === 0 && category.length === 0) return null;
  return auditEvents.filter(
    (one) =>
      (event.length === 0 || event.includes(one)) && (category.length === 0 || category.includes(eventCategory(one))),
  );
}

/** The first and the last address of a network, or one address twice. */
function rangeOf(address: string): AddressRange {
  const [host = '', bits] = address.split('/');
  const network = ipaddr.parse(host);
  const mask = bits === undefined ? network.toByteArray().length * 8 : Number(bits);
  const bytes = network.toByteArray();
  const edge = (fill: 0 | 255) =>
    ipaddr
      .fromByteArray(
        bytes.map((byte, index) => {
          const kept = Math.min(8, Math.max(0, mask - index * 8));
          const keep = (0xff << (8 - kept)) & 0xff;
          return (byte & keep) | (fill & ~keep & 0xff);
        }),
      )
      .toString();
  return { first: edge(0), last: edge(255) };
}

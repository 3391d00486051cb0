import { type SQL, sql } from 'drizzle-orm';
import type { Principal } from '@/core/access';
import type { AuditEvent, Outcome } from '@/core/events';
import type { CustomerId } from '@/core/ids';
import { textArray, uuidArray } from '../db/array';
import type { Transaction } from '../db/connection';
import { ownedBy } from '../db/reach';

type Db = Transaction['db'];

/** A network as its first and last address: compared so, PostgreSQL may ask before row security has answered. */
export interface AddressRange {
  readonly first: string;
  readonly last: string;
}

/** Where a word may be found, as far as it was looked up: in titles of events and in present names of things. */
export interface FoundWord {
  readonly word: string;
  readonly events: readonly AuditEvent[];
  /** `kind/id`. */
  readonly targets: readonly string[];
}

/** A query as the tables know it: every name looked up in the caller's reach, every time a moment. Null: not asked for. */
export interface AuditFilter {
  readonly outcomes: readonly Outcome[] | null;
  readonly events: readonly AuditEvent[] | null;
  readonly actors: { readonly ids: readonly string[]; readonly kinds: readonly string[] } | null;
  readonly customers: { readonly ids: readonly CustomerId[]; readonly isNone: boolean } | null;
  readonly targets: readonly string[] | null;
  readonly address: AddressRange | null;
  readonly requests: readonly string[] | null;
  /** ISO 8601, UTC. */
  readonly since: string | null;
  readonly until: string | null;
  readonly words: readonly FoundWord[];
  /** A pg_snapshot: only what was committed then. */
  readonly snapshot: string | null;
}

export const everyEntry: AuditFilter = {
  outcomes: null,
  events: null,
  actors: null,
  customers: null,
  targets: null,
  address: null,
  requests: null,
  since: null,
  until: null,
  words: [],
  snapshot: null,
};

/**
 * How the log is walked. Each probe is one value that an index is asked with, and the walk below it is in order of time: so
 * many entries are looked at and no more, whatever else they have to be. What the index was not asked for is left to check.
 */
export interface Walk {
  /** A FROM item whose rows are the probes, and the condition on `e` that goes with one. */
  readonly probes: SQL;
  readonly condition: SQL;
  /** What stands beside `e`: `p`, its side row, and `w`, a membership of the caller. Empty where `rest` needs neither. */
  readonly joins: SQL;
  /** What is left to check. */
  readonly rest: readonly SQL[];
  /** How many entries may be looked at: a side row costs as much as three entries. */
  readonly mostLookedAt: number;
}

type Name = 'outcome' | 'event' | 'actor' | 'customer' | 'target' | 'request';
type Way = Pick<Walk, 'probes' | 'condition'>;

/** The ways that a Super Admin's walk may go, the one that looks at the fewest entries first. */
const ways: readonly (readonly [Name, (filter: AuditFilter) => Way | null])[] = [
  ['request', ({ requests }) => requests && eachOf('e.request', requests)],
  ['target', ({ targets }) => targets && eachOf('e.target', targets)],
  ['actor', ({ actors }) => (actors?.kinds.length === 0 ? eachOf('e.actor_id', actors.ids, 'uuid') : null)],
  // Nearly every entry is `ok`: that index leaves them out.
  [
    'outcome',
    ({ outcomes }) => (outcomes && !outcomes.includes('ok') ? sometimes(eachOf('e.outcome', outcomes)) : null),
  ],
  [
    'customer',
    ({ customers }) => (customers?.isNone === false ? eachOf('e.customer_id', customers.ids, 'uuid') : null),
  ],
  ['event', ({ events }) => (events && events.length <= mostProbes ? eachOf('e.event', events) : null)],
];

const sometimes = ({ probes, condition }: Way): Way => ({ probes, condition: sql`${condition} and e.outcome <> 'ok'` });

/** A category is a few dozen events, and each costs a look into every month. */
const mostProbes = 8;

function eachOf(column: string, values: readonly string[], type: 'text' | 'uuid' = 'text'): Way {
  const array = type === 'uuid' ? uuidArray(values) : textArray(values);
  return { probes: sql`unnest(${array}) as probe(value)`, condition: sql`${sql.raw(column)} = probe.value` };
}

/**
 * Chooses the way that looks at the fewest entries. An Admin's goes by the customers assigned to them, so that neither a
 * busy stranger's entries are passed over nor anything is told of them; a thing or a request is found quicker by itself.
 */
export async function walkFor(db: Db, me: Principal, filter: AuditFilter): Promise<Walk> {
  const isAll = me.role === 'superAdmin';
  const mine = isAll ? null : sql`${ownedBy(me, sql`w.person_id`)}`;
  const open = isAll ? ways : ways.slice(0, 2);
  for (const [name, made] of open) {
    const way = made(filter);
    if (way !== null) return { ...way, ...left(filter, name, mine) };
  }
  if (mine === null)
    return { probes: sql`(values (0)) as probe(value)`, condition: sql`true`, ...left(filter, null, null) };
  const { customers } = filter;
  const assigned = sql`array(select w.customer_id from app.membership w where ${mine})`;
  if (customers === null && (await countAssigned(db, mine)) > mostCustomers) {
    const down = { probes: sql`(values (0)) as probe(value)`, condition: sql`e.customer_id = any (${assigned})` };
    return { ...down, ...left(filter, 'customer', null) };
  }
  const among = customers === null ? sql`` : sql` and w.customer_id = any (${uuidArray(customers.ids)})`;
  const probes = sql`(select w.customer_id as value from app.membership w where ${mine}${among}) as probe`;
  return { probes, condition: sql`e.customer_id = probe.value`, ...left(filter, 'customer', null) };
}

/** Who is assigned to so many customers is shown most of the log: then to walk down all of it passes little over. */
const mostCustomers = 200;

async function countAssigned(db: Db, mine: SQL): Promise<number> {
  const [row] = await db.execute<{ count: number }>(sql`
    select count(*)::int as count from (select from app.membership w where ${mine} limit ${mostCustomers + 1}) one`);
  return row?.count ?? 0;
}

/** What is to be checked besides `asked`, and what it is checked with. */
function left(
  filter: AuditFilter,
  asked: Name | null,
  mine: SQL | null,
): Pick<Walk, 'joins' | 'rest' | 'mostLookedAt'> {
  const { address, words, snapshot } = filter;
  const named = Object.entries(conditions).map(([name, made]) => (name === asked ? null : made(filter)));
  const rest = [
    ...named,
    address && sql`p.address between ${address.first}::inet and ${address.last}::inet`,
    ...words.map(wordIn),
    snapshot === null ? null : sql`pg_visible_in_snapshot(e.xid, ${snapshot}::pg_snapshot)`,
    mine && sql`${mine}`,
  ].filter((one) => one !== null);
  const needsPersonal = address !== null || words.length > 0;
  const personal = needsPersonal ? besides('e') : sql``;
  const reach = mine === null ? sql`` : sql` join app.membership w on w.customer_id = e.customer_id and ${mine}`;
  return { rest, joins: sql`${personal}${reach}`, mostLookedAt: needsPersonal ? 20_000 : 60_000 };
}

const conditions: Readonly<Record<Name, (filter: AuditFilter) => SQL | null>> = {
  outcome: ({ outcomes }) => outcomes && sql`e.outcome = any (${textArray(outcomes)})`,
  event: ({ events }) => events && sql`e.event = any (${textArray(events)})`,
  actor: ({ actors }) =>
    actors && sql`(e.actor_id = any (${uuidArray(actors.ids)}) or e.actor_kind = any (${textArray(actors.kinds)}))`,
  customer: ({ customers }) =>
    customers &&
    sql`(e.customer_id = any (${uuidArray(customers.ids)})${customers.isNone ? sql` or e.customer_id is null` : sql``})`,
  target: ({ targets }) => targets && sql`e.target = any (${textArray(targets)})`,
  request: ({ requests }) => requests && sql`e.request = any (${textArray(requests)})`,
};

const wordIn = ({ word, events, targets }: FoundWord): SQL => sql`(strpos(lower(p.name), ${word}) > 0
  or e.event = any (${textArray(events)}) or e.target = any (${textArray(targets)}))`;

/** The side row, `p`, beside an entry: looked up one by one, where PostgreSQL would rather read all of them once. */
export const besides = (entry: 'e' | 'n'): SQL => {
  const of = sql.raw(entry);
  return sql` left join lateral (select s.name, s.address from audit.personal s
    where s.at = ${of}.at and s.entry_id = ${of}.id limit 1) p on true`;
};

/** The entries of a range of time, on `e`. */
export function inRange({ since, until }: Pick<AuditFilter, 'since' | 'until'>): SQL[] {
  return [since && sql`e.at >= ${since}::timestamptz`, until && sql`e.at < ${until}::timestamptz`].filter(
    (one): one is SQL => one !== null && one !== '',
  );
}

export const every = (all: readonly SQL[]): SQL => (all.length === 0 ? sql`true` : sql.join([...all], sql` and `));

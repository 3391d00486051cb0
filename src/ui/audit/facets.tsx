import { type AuditQuery, type QueryField, withoutToken, withToken } from '@/core/audit/query';
import { eventCategories } from '@/core/events';
import { number } from '@/core/shown/format';
import { Link } from '../link';
import type { AuditSummary } from '../live/views';
import { queryAddress } from './filter';

const titles = {
  outcome: 'Outcome',
  event: 'Action',
  actor: 'Actor',
  customer: 'Customer',
  target: 'Target',
  address: 'Address',
} as const;
type Dimension = keyof typeof titles;

// safe: `titles` is a literal; its keys are exactly the dimensions.
const dimensions = Object.keys(titles) as Dimension[];

const categoryTitles = {
  access: 'Sign-in and people',
  case: 'Sessions',
  read: 'Reads',
  change: 'Changes',
  system: 'System',
} as const;

/** What the log can be narrowed by, as links: a filter is an address one can keep. Several of one kind are alternatives. */
export function Facets({ query, summary }: { readonly query: AuditQuery; readonly summary: AuditSummary | null }) {
  return (
    <>
      {dimensions.map((dimension) => (
        <div key={dimension}>
          <Values dimension={dimension} query={query} values={summary?.facets[dimension] ?? []} />
          {dimension === 'outcome' ? <Categories query={query} /> : null}
        </div>
      ))}
      {summary === null ? null : (
        <p className="facets-note">
          {summary.isPart
            ? `Counts are of the newest ${number(summary.of)} found.`
            : `Counts are of all ${number(summary.of)} found.`}
        </p>
      )}
    </>
  );
}

interface ValuesProps {
  readonly dimension: Dimension;
  readonly query: AuditQuery;
  readonly values: AuditSummary['facets'][Dimension];
}

function Values({ dimension, query, values }: ValuesProps) {
  const chosen: readonly string[] = query[dimension];
  // What is chosen stays on the page although nothing is found with it: it has to be possible to take it out.
  const missing = chosen.filter((value) => !values.some((one) => one.value === value));
  const all = [...values, ...missing.map((value) => ({ value, words: shortened(value), count: 0 }))];
  if (all.length === 0) return null;
  return (
    <>
      <h3>{titles[dimension]}</h3>
      <ul>
        {all.map(({ value, words, count }) => (
          <Facet key={value} query={query} field={dimension} value={value} words={words} count={count} />
        ))}
      </ul>
    </>
  );
}

function Categories({ query }: { readonly query: AuditQuery }) {
  return (
    <>
      <h3>Kind</h3>
      <ul>
        {eventCategories.map((one) => (
          <Facet key={one} query={query} field="category" value={one} words={categoryTitles[one]} count={null} />
        ))}
      </ul>
    </>
  );
}

interface FacetProps {
  readonly query: AuditQuery;
  readonly field: QueryField;
  readonly value: string;
  readonly words: string;
  readonly count: number | null;
}

function Facet({ query, field, value, words, count }: FacetProps) {
  const values: readonly string[] = query[field];
  const isChosen = values.includes(value);
  const next = isChosen ? withoutToken(query, field, value) : withToken(query, field, value);
  return (
    <li>
      <Link
        className="facet"
        href={queryAddress(next)}
        title={words === value ? undefined : `${field}:${value}`}
        {...(isChosen ? { 'aria-current': 'true' as const } : {})}
      >
        <span className="facet-box" aria-hidden="true" />
        <span className="facet-words">{words}</span>
        {count === null ? null : <span className="facet-count">{number(count)}</span>}
        {isChosen ? <span className="sr-only"> chosen; take it out</span> : null}
      </Link>
    </li>
  );
}

const shortened = (value: string): string => value.replace(/([0-9a-f]{8})-[0-9a-f-]{27}$/, '$1…');

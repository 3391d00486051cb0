import type { inferRouterOutputs } from '@trpc/server';
import { areaNames, areas } from '@/core/actions/define';
import { facetCosts, facetVersions, type LibraryFilter } from '@/core/library/facets';
import { counted } from '@/core/shown/format';
import type { AppRouter } from '@/server/api/root';
import { Link } from '../link';
import { costWords, costWordsOf } from './cost-words';
import { EffectBadge } from './effect-badge';
import { libraryAddress } from './library-filter';
import './library.css';

type Item = inferRouterOutputs<AppRouter>['actions']['list']['items'][number];

interface LibraryPageProps {
  readonly items: readonly Item[];
  readonly filter: LibraryFilter;
}

/** Everything that can be done with a router, by what it does to one, with facets whose state is the address. */
export function LibraryPage({ items, filter }: LibraryPageProps) {
  const isFiltered = Object.values(filter).some((value) => value !== undefined);
  const [reads, writes] = (['read', 'write'] as const).map((effect) => items.filter((one) => one.effect === effect));
  return (
    <div className="library">
      <div className="flex flex-wrap items-baseline gap-x-3">
        <h1>Action library</h1>
        <p className="text-ink-2" role="status">
          {counted(items.length, 'action')} {isFiltered ? 'match' : 'in all'}
        </p>
      </div>
      <form className="library-search" action="/actions" method="get">
        {(['area', 'cost', 'version'] as const).map((name) =>
          filter[name] === undefined ? null : <input key={name} type="hidden" name={name} value={filter[name]} />,
        )}
        <input
          className="field"
          type="search"
          name="q"
          defaultValue={filter.q ?? ''}
          aria-label="Search actions"
          placeholder="Search by name or purpose"
        />
        <button type="submit" className="button">
          Search
        </button>
        {isFiltered ? <Link href="/actions">Clear</Link> : null}
      </form>
      <Facet filter={filter} name="area" title="Area" values={areaNames} words={(area) => areas[area]} />
      <Facet filter={filter} name="cost" title="Impact or risk" values={facetCosts} words={(cost) => costWords[cost]} />
      <Facet filter={filter} name="version" title="RouterOS" values={facetVersions} words={(version) => version} />
      {items.length === 0 ? (
        <p className="py-4">
          No action fits. <Link href="/actions">Show all</Link>
        </p>
      ) : null}
      <Group title="Reads" words="They change nothing on a router." items={reads ?? []} />
      <Group
        title="Writes"
        words="Each is previewed from the router’s live state and authorised by a person before anything is sent."
        items={writes ?? []}
      />
    </div>
  );
}

interface FacetProps<Name extends 'area' | 'cost' | 'version'> {
  readonly filter: LibraryFilter;
  readonly name: Name;
  readonly title: string;
  readonly values: readonly NonNullable<LibraryFilter[Name]>[];
  readonly words: (value: NonNullable<LibraryFilter[Name]>) => string;
}

function Facet<Name extends 'area' | 'cost' | 'version'>({ filter, name, title, values, words }: FacetProps<Name>) {
  return (
    <nav className="library-facet" aria-label={title}>
      <span className="text-ink-2">{title}</span>
      <span className="library-choices">
        {values.map((value) => {
          const isChosen = filter[name] === value;
          return (
            <Link
              key={value}
              className="library-choice"
              href={libraryAddress({ ...filter, [name]: isChosen ? undefined : value })}
              {...(isChosen ? { 'aria-current': true } : {})}
            >
              {words(value)}
            </Link>
          );
        })}
      </span>
    </nav>
  );
}

function Group({
  title,
  words,
  items,
}: {
  readonly title: string;
  readonly words: string;
  readonly items: readonly Item[];
}) {
  if (items.length === 0) return null;
  return (
    <section aria-labelledby={`library-${title}`}>
      <h2 id={`library-${title}`}>
        {title} <span className="text-ink-3">{items.length}</span>
      </h2>
      <p className="text-ink-2">{words}</p>
      <ul className="library-list">
        {items.map(({ id, title: name, area, effect, cost, purpose }) => (
          <li key={id} data-effect={effect}>
            <EffectBadge effect={effect} />
            <Link className="row-link" href={`/actions/${id}`}>
              {name}
            </Link>
            <span className="mono text-ink-3">{id}</span>
            <span className="text-ink-2">{costWordsOf(cost)}</span>
            <span className="library-purpose text-ink-2">
              {areas[area]}: {purpose}
            </span>
          </li>
        ))}
      </ul>
    </section>
  );
}

import { areaNames } from '@/core/actions/define';
import { facetCosts, facetVersions, type LibraryFilter } from '@/core/library/facets';
import type { SearchParams } from '../devices/filter';

const among = <Name extends string>(names: readonly Name[], given: unknown): Name | undefined =>
  names.find((name) => name === given);

/** What the address asks for; what it does not know of is as if it were not there. */
export function readLibraryFilter({ q, area, cost, version }: SearchParams): LibraryFilter {
  return {
    q: typeof q === 'string' && q.trim() !== '' ? q.trim().slice(0, 128) : undefined,
    area: among(areaNames, area),
    cost: among(facetCosts, cost),
    version: among(facetVersions, version),
  };
}

export function libraryAddress(filter: LibraryFilter): string {
  const given = Object.entries(filter).filter((entry): entry is [string, string] => typeof entry[1] === 'string');
  const query = new URLSearchParams(given).toString();
  return query === '' ? '/actions' : `/actions?${query}`;
}

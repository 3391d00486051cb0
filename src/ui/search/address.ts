/** What the page of the search keeps in its address. */
export interface SearchAddress {
  readonly q: string;
  /** The customer whose devices are asked; left out, all in reach. */
  readonly customer?: string | undefined;
  /** A lookup that is under way, or what it found. */
  readonly lookup?: string | undefined;
}

type Query = Readonly<Record<string, string | string[] | undefined>>;

const first = (value: string | string[] | undefined): string =>
  (Array.isArray(value) ? (value[0] ?? '') : (value ?? '')).trim();

export function readSearch(query: Query): SearchAddress {
  return { q: first(query.q), customer: first(query.customer) || undefined, lookup: first(query.lookup) || undefined };
}

/** `/search?q=maria&customer=acme-corp`. */
export function searchAddress({ q, customer, lookup }: SearchAddress): string {
  const search = new URLSearchParams({ q });
  if (customer !== undefined) search.set('customer', customer);
  if (lookup !== undefined) search.set('lookup', lookup);
  return `/search?${search}`;
}

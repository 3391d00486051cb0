/**
 * What a person typed into the filter box, and what the address bar keeps: free text and one tag.
 * `tower tag:core` means identity, address or site contains "tower", and the tag `core` is set.
 */
export interface DeviceFilter {
  readonly q?: string;
  readonly tag?: string;
}

/** What a tag can look like; a word that cannot be one stays free text, and is then named as what found nothing. */
const tagToken = /^tag:([a-z0-9][a-z0-9_.-]{0,31})$/i;
const longest = 128;

/** Splits typed text into its tokens and the free text that is left. Of several tags the last one counts. */
export function parseFilter(text: string): DeviceFilter {
  const words = text.slice(0, longest).trim().split(/\s+/).filter(Boolean);
  const tag = words.map((word) => tagToken.exec(word)?.[1]?.toLowerCase()).findLast((found) => found !== undefined);
  const q = words.filter((word) => !tagToken.test(word)).join(' ');
  return { ...(q ? { q } : {}), ...(tag ? { tag } : {}) };
}

/** The query of a page, as Next gives it. */
export type SearchParams = Readonly<Record<string, string | string[] | undefined>>;

const first = (value: string | string[] | undefined): string =>
  Array.isArray(value) ? (value[0] ?? '') : (value ?? '');

/** The filter in a page's address; a token typed into `q` where no script runs counts as well. */
export function readFilter(params: SearchParams): DeviceFilter & { readonly after?: string } {
  const tag = first(params.tag).trim();
  const after = first(params.after);
  return { ...parseFilter(`${tag ? `tag:${tag} ` : ''}${first(params.q)}`), ...(after ? { after } : {}) };
}

/** The address of a list with this filter, from its path: `/devices?q=tower&tag=core`. */
export function filterAddress(path: string, filter: DeviceFilter & { readonly after?: string }): string {
  const search = new URLSearchParams();
  for (const name of ['q', 'tag', 'after'] as const) {
    const value = filter[name];
    if (value) search.set(name, value);
  }
  return search.size > 0 ? `${path}?${search}` : path;
}

/**
 * For a filter of two tokens without a hit: the one that matches nothing even alone, if there is one.
 * `count` asks how many devices one token alone finds.
 */
export async function culpritOf(
  filter: DeviceFilter,
  total: number,
  count: (one: DeviceFilter) => Promise<{ readonly total: number }>,
): Promise<string | null> {
  if (total > 0 || filter.q === undefined || filter.tag === undefined) return null;
  if ((await count({ tag: filter.tag })).total === 0) return `tag:${filter.tag}`;
  return (await count({ q: filter.q })).total === 0 ? filter.q : null;
}

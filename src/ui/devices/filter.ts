import { type DeviceState, deviceStates } from '@/core/status';

/**
 * What a person typed into the filter box, and what the address bar keeps: free text, one tag and one state.
 * `tower tag:core status:down` means name or address contains "tower", the tag `core` is set, and it is down.
 */
export interface DeviceFilter {
  readonly q?: string;
  readonly tag?: string;
  readonly state?: DeviceState;
}

/** What a tag can look like; a word that cannot be one stays free text, and is then named as what found nothing. */
const tagToken = /^tag:([a-z0-9][a-z0-9_.-]{0,31})$/i;
const longest = 128;

/** `status:nodata`, in any case; a state that there is not stays free text. */
function stateIn(word: string): DeviceState | undefined {
  const named = /^status:(\w+)$/i.exec(word)?.[1]?.toLowerCase();
  return deviceStates.find((state) => state.toLowerCase() === named);
}

/** How a state is typed: `down`, `nodata`. */
const stateToken = (state: DeviceState): string => state.toLowerCase();

/** Splits typed text into its tokens and the free text that is left. Of several tags, or states, the last one counts. */
export function parseFilter(text: string): DeviceFilter {
  const words = text.slice(0, longest).trim().split(/\s+/).filter(Boolean);
  const tag = words.map((word) => tagToken.exec(word)?.[1]?.toLowerCase()).findLast((found) => found !== undefined);
  const state = words.map(stateIn).findLast((found) => found !== undefined);
  const q = words.filter((word) => !tagToken.test(word) && stateIn(word) === undefined).join(' ');
  return { ...(q ? { q } : {}), ...(tag ? { tag } : {}), ...(state ? { state } : {}) };
}

/** The tokens of a filter as a person types them: `["status:down", "tag:core", "tower"]`. */
export function tokensOf({
  q,
  tag,
  state,
}: DeviceFilter): readonly { readonly text: string; readonly one: DeviceFilter }[] {
  return [
    ...(state ? [{ text: `status:${stateToken(state)}`, one: { state } }] : []),
    ...(tag ? [{ text: `tag:${tag}`, one: { tag } }] : []),
    ...(q ? [{ text: `"${q}"`, one: { q } }] : []),
  ];
}

/** The query of a page, as Next gives it. */
export type SearchParams = Readonly<Record<string, string | string[] | undefined>>;

const first = (value: string | string[] | undefined): string =>
  Array.isArray(value) ? (value[0] ?? '') : (value ?? '');

/** The filter in a page's address; a token typed into `q` where no script runs counts as well. */
export function readFilter(params: SearchParams): DeviceFilter & { readonly after?: string } {
  const tag = first(params.tag).trim();
  const after = first(params.after);
  const state = deviceStates.find((known) => known === first(params.state));
  const typed = parseFilter(`${tag ? `tag:${tag} ` : ''}${first(params.q)}`);
  return { ...typed, ...(state ? { state } : {}), ...(after ? { after } : {}) };
}

/** The address of a list with this filter, from its path: `/devices?q=tower&tag=core`. */
export function filterAddress(path: string, filter: DeviceFilter & { readonly after?: string }): string {
  const search = new URLSearchParams();
  for (const name of ['q', 'tag', 'state', 'after'] as const) {
    const value = filter[name];
    if (value) search.set(name, value);
  }
  return search.size > 0 ? `${path}?${search}` : path;
}

/**
 * For a filter of several tokens without a hit: the one that matches nothing even alone, if there is one.
 * `count` asks how many devices one token alone finds.
 */
export async function culpritOf(
  filter: DeviceFilter,
  total: number,
  count: (one: DeviceFilter) => Promise<{ readonly total: number }>,
): Promise<string | null> {
  const tokens = tokensOf(filter);
  if (total > 0 || tokens.length < 2) return null;
  for (const { text, one } of tokens) if ((await count(one)).total === 0) return text;
  return null;
}

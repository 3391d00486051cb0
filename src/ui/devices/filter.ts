import { placeNameIn } from '@/core/sites';
import { type DeviceState, deviceStates } from '@/core/status';

/**
 * What a person typed into the filter box, and what the address bar keeps: free text, one tag, one state, one site and one
 * zone. `tower tag:core status:down site:"Tower 07"` means name, address or identity contains "tower", the tag `core` is set, it is
 * down, and it stands at that site.
 */
export interface DeviceFilter {
  readonly q?: string;
  readonly tag?: string;
  readonly state?: DeviceState;
  readonly site?: string;
  readonly zone?: string;
}

/** What a tag can look like; a word that cannot be one stays free text, and is then named as what found nothing. */
const tagToken = /^tag:([a-z0-9][a-z0-9_.-]{0,31})$/i;
const longest = 256;
const longestText = 128;

/** Where devices stand. A name of several words is put in quotation marks. */
const placeToken = /^(site|zone):(?:"([^"]+)"|([^\s"]+))$/i;
const words = /(?:site|zone):"[^"]*"|\S+/gi;

/** A token that is being typed: it is taken when it is finished, by a space, a quotation mark or Enter. */
export const isUnfinished = (text: string): boolean =>
  /\b(?:tag|status):\S*$|\b(?:site|zone):(?:"[^"]*|[^\s"]*)$/i.test(text);

/** What a parameter of the address, or a token, names; what can be no name is left out. */
const placeIn = (text = ''): string | undefined => placeNameIn(text) ?? undefined;

/** `site:"Tower 07"` */
function typedPlace(of: 'site' | 'zone', word: string): string | undefined {
  const [, named, quoted, bare] = placeToken.exec(word) ?? [];
  return named?.toLowerCase() === of ? placeIn(quoted ?? bare) : undefined;
}

/** `status:nodata`, in any case; a state that there is not stays free text. */
function stateIn(word: string): DeviceState | undefined {
  const named = /^status:(\w+)$/i.exec(word)?.[1]?.toLowerCase();
  return deviceStates.find((state) => state.toLowerCase() === named);
}

/** How a state is typed: `down`, `nodata`. */
const stateToken = (state: DeviceState): string => state.toLowerCase();

/** Splits typed text into its tokens and the free text that is left. Of several tags, or states, the last one counts. */
export function parseFilter(text: string): DeviceFilter {
  const typed = text.slice(0, longest).match(words) ?? [];
  const tag = typed.map((word) => tagToken.exec(word)?.[1]?.toLowerCase()).findLast((found) => found !== undefined);
  const state = typed.map(stateIn).findLast((found) => found !== undefined);
  const [site, zone] = (['site', 'zone'] as const).map((of) =>
    typed.map((word) => typedPlace(of, word)).findLast((found) => found !== undefined),
  );
  const isToken = (word: string) =>
    tagToken.test(word) || stateIn(word) !== undefined || typedPlace('site', word) || typedPlace('zone', word);
  const q = typed
    .filter((word) => !isToken(word))
    .join(' ')
    .slice(0, longestText);
  return { ...(q ? { q } : {}), ...(tag ? { tag } : {}), ...(state ? { state } : {}), ...placed(site, zone) };
}

const placed = (site: string | undefined, zone: string | undefined) => ({
  ...(site ? { site } : {}),
  ...(zone ? { zone } : {}),
});

const quoted = (name: string): string => (/\s/.test(name) ? `"${name}"` : name);

/** The tokens of a filter as a person types them: `["status:down", "tag:core", "tower"]`. */
export function tokensOf({
  q,
  tag,
  state,
  site,
  zone,
}: DeviceFilter): readonly { readonly text: string; readonly one: DeviceFilter }[] {
  return [
    ...(state ? [{ text: `status:${stateToken(state)}`, one: { state } }] : []),
    ...(tag ? [{ text: `tag:${tag}`, one: { tag } }] : []),
    ...(site ? [{ text: `site:${quoted(site)}`, one: { site } }] : []),
    ...(zone ? [{ text: `zone:${quoted(zone)}`, one: { zone } }] : []),
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
  const [site, zone] = [placeIn(first(params.site)), placeIn(first(params.zone))];
  return { ...typed, ...(state ? { state } : {}), ...placed(site, zone), ...(after ? { after } : {}) };
}

/** The address of a list with this filter, from its path: `/devices?q=tower&tag=core`. */
export function filterAddress(path: string, filter: DeviceFilter & { readonly after?: string }): string {
  const search = new URLSearchParams();
  for (const name of ['q', 'tag', 'state', 'site', 'zone', 'after'] as const) {
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

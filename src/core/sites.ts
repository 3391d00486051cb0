import { charactersIn, oneLine } from './line';
import type { DeviceState } from './status';

/** A name of a site or of a zone is that long at most. */
export const longestPlaceName = 64;

/** The name of a site or of a zone in what somebody typed, as `SiteName` and `ZoneName` take it; null where it can be none. */
export function placeNameIn(text: string): string | null {
  const name = text.trim();
  return oneLine.test(text) && name !== '' && charactersIn(name) <= longestPlaceName ? name : null;
}

/** How a whole site is: as its devices are, and what nobody knows about is never shown as up. */
export const siteStates = ['empty', 'up', 'someDown', 'allDown', 'someUnknown', 'noData'] as const;
export type SiteState = (typeof siteStates)[number];

/** How many devices of a site are in each state. */
export type SiteCounts = Readonly<Record<DeviceState, number>>;

export function siteStateOf({ up, down, noData }: SiteCounts): SiteState {
  const all = up + down + noData;
  if (all === 0) return 'empty';
  if (down > 0) return down === all ? 'allDown' : 'someDown';
  if (noData > 0) return noData === all ? 'noData' : 'someUnknown';
  return 'up';
}

/** The same in words: "2 of 4 down". */
export function siteWords(counts: SiteCounts): string {
  const { up, down, noData } = counts;
  const all = up + down + noData;
  const words = {
    empty: 'No devices',
    up: 'Up',
    someDown: `${down} of ${all} down`,
    allDown: all === 1 ? 'Down' : `All ${all} down`,
    someUnknown: `${noData} of ${all} no data`,
    noData: 'No data',
  } as const satisfies Record<SiteState, string>;
  return words[siteStateOf(counts)];
}

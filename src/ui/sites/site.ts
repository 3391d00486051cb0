import type { inferRouterOutputs } from '@trpc/server';
import type { SiteCounts } from '@/core/sites';
import type { AppRouter } from '@/server/api/root';

type Outputs = inferRouterOutputs<AppRouter>;

export type SiteList = Outputs['sites']['list'];
export type Site = SiteList['items'][number];
export type ArchivedSite = Outputs['sites']['archived']['items'][number];

export const devicesAt = ({ up, down, noData }: SiteCounts): number => up + down + noData;

/** Sites of one customer by their zone, in the order they came in; what has no zone comes last. */
export function byZone(sites: readonly Site[]): readonly (readonly [zone: string | null, sites: readonly Site[]])[] {
  const zones = new Map<string | null, Site[]>();
  for (const site of sites) {
    // The same words in another case are the same zone.
    const known = [...zones.keys()].find((zone) => zone?.toLowerCase() === site.zone?.toLowerCase());
    const zone = known === undefined ? site.zone : known;
    zones.set(zone, [...(zones.get(zone) ?? []), site]);
  }
  return [...zones];
}

/** The zones that are there, to choose from when another site is put into one. */
export const zonesOf = (sites: readonly Site[]): string[] => byZone(sites).flatMap(([zone]) => zone ?? []);

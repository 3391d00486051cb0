import { type Action, type Area, areas } from '../actions/define';
import { isWithin, versionOf } from '../actions/unsupported';

/** Versions that an action may be looked for by: what routers in the field run. */
export const facetVersions = ['6.49', '7.12', '7.18', '7.24'] as const;
export type FacetVersion = (typeof facetVersions)[number];

/** What it costs the router (reads), or the floor of its risk (writes). */
export const facetCosts = ['none', 'load', 'traffic', 'saturates', 'W1', 'W2', 'W3'] as const;
export type FacetCost = (typeof facetCosts)[number];

export interface LibraryFilter {
  /** Words that the id, the title, the area or the purpose have, in any case. */
  readonly q?: string | undefined;
  readonly area?: Area | undefined;
  readonly cost?: FacetCost | undefined;
  readonly version?: FacetVersion | undefined;
}

export const costOf = (action: Action): string => (action.effect === 'read' ? action.impact : action.tier);

/** A composite has no sentence of its own and is known to every version. */
function isKnownTo({ sentences }: Action, version: FacetVersion): boolean {
  const parsed = versionOf(version);
  return sentences.length === 0 || (parsed !== null && sentences.some((form) => isWithin(parsed, form)));
}

export function found(actions: readonly Action[], { q = '', area, cost, version }: LibraryFilter): readonly Action[] {
  const words = q
    .toLowerCase()
    .split(/\s+/)
    .filter((word) => word !== '');
  return actions.filter((action) => {
    const text = `${action.id} ${action.title} ${action.purpose} ${areas[action.area]}`.toLowerCase();
    return (
      words.every((word) => text.includes(word)) &&
      (area === undefined || action.area === area) &&
      (cost === undefined || costOf(action) === cost) &&
      (version === undefined || isKnownTo(action, version))
    );
  });
}

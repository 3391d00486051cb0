import type { FacetCost } from '@/core/library/facets';

/** What a cost means, in a few words. */
export const costWords = {
  none: 'reads a table',
  load: 'may cost CPU',
  traffic: 'sends a few packets',
  saturates: 'fills the line',
  W1: 'W1: reversible and local',
  W2: 'W2: can hit a customer’s service',
  W3: 'W3: can cut management or many users',
} as const satisfies Record<FacetCost, string>;

/** The same of a cost that came as text; what is not known is said as it came. */
export const costWordsOf = (cost: string): string =>
  new Map<string, string>(Object.entries(costWords)).get(cost) ?? cost;

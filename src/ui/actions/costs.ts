import type { Read } from '@/core/actions/define';

/** What running an action costs, as it is said beside its title; null: nothing worth saying. */
export const costs = {
  none: null,
  load: 'may cost CPU',
  traffic: 'sends a few packets',
  saturates: 'fills the line',
} as const satisfies Record<Read['impact'], string | null>;

import type { ChangeState } from '@/core/change/change';
import { type ChangeGroup, changeGroupNames, statesOf } from '@/core/change/groups';

/** What a list can be narrowed to: `forMe` is what waits for whoever looks. */
export type Shown = ChangeGroup | 'forMe';

/** What the address of a list of changes keeps. */
export interface ChangeFilter {
  readonly show?: Shown;
  /** The id of a device that they are of. */
  readonly device?: string;
  /** Where this page begins. */
  readonly before?: string;
}

/** The filter in a page's address; what is no group and no id is left out. */
export function readChangeFilter(params: Readonly<Record<string, string | string[] | undefined>>): ChangeFilter {
  const show = (['forMe', ...changeGroupNames] as const).find((known) => known === params.show);
  const { device, before } = params;
  return {
    ...(show === undefined ? {} : { show }),
    ...(typeof device === 'string' && /^[0-9a-f-]{36}$/.test(device) ? { device } : {}),
    ...(typeof before === 'string' && before !== '' ? { before } : {}),
  };
}

/** As the door is asked for it. */
export function narrowedTo(show: Shown | undefined): { states?: ChangeState[]; waitingFor?: 'me'; limit?: number } {
  if (show === undefined) return {};
  return show === 'forMe' ? { waitingFor: 'me', limit: 100 } : { states: [...statesOf(show)] };
}

export function changesAddress(path: string, filter: ChangeFilter): string {
  const search = new URLSearchParams();
  for (const name of ['show', 'device', 'before'] as const) {
    const value = filter[name];
    if (value !== undefined) search.set(name, value);
  }
  return search.size > 0 ? `${path}?${search}` : path;
}

import { type ChangeGroup, changeGroupNames } from '@/core/change/groups';

/** What the address of a list of changes keeps. */
export interface ChangeFilter {
  readonly show?: ChangeGroup;
  /** The id of a device that they are of. */
  readonly device?: string;
  /** Where this page begins. */
  readonly before?: string;
}

/** The filter in a page's address; what is no group and no id is left out. */
export function readChangeFilter(params: Readonly<Record<string, string | string[] | undefined>>): ChangeFilter {
  const show = changeGroupNames.find((known) => known === params.show);
  const { device, before } = params;
  return {
    ...(show === undefined ? {} : { show }),
    ...(typeof device === 'string' && /^[0-9a-f-]{36}$/.test(device) ? { device } : {}),
    ...(typeof before === 'string' && before !== '' ? { before } : {}),
  };
}

export function changesAddress(path: string, filter: ChangeFilter): string {
  const search = new URLSearchParams();
  for (const name of ['show', 'device', 'before'] as const) {
    const value = filter[name];
    if (value !== undefined) search.set(name, value);
  }
  return search.size > 0 ? `${path}?${search}` : path;
}

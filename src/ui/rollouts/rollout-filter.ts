/** What the address of a list of jobs keeps. */
export interface RolloutFilter {
  /** Only what waits for whoever looks. */
  readonly show?: 'forMe';
  /** Where this page begins. */
  readonly before?: string;
}

export function readRolloutFilter({
  show,
  before,
}: Readonly<Record<string, string | string[] | undefined>>): RolloutFilter {
  return {
    ...(show === 'forMe' ? { show } : {}),
    ...(typeof before === 'string' && before !== '' ? { before } : {}),
  };
}

/** As the door is asked for it. */
export const askedOfRollouts = ({ show, before }: RolloutFilter): { waitingFor?: 'me'; before?: string } => ({
  ...(show === 'forMe' ? { waitingFor: 'me' as const } : {}),
  ...(before === undefined ? {} : { before }),
});

export function rolloutsAddress(path: string, filter: RolloutFilter): string {
  const search = new URLSearchParams({ ...filter });
  return search.size > 0 ? `${path}?${search}` : path;
}

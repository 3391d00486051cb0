import type { DeviceId, RolloutId } from '../ids';

/** All that an authorisation of a rollout is one of. */
export interface RolloutBasis {
  readonly id: RolloutId;
  readonly template: string;
  readonly version: number;
  readonly waveSize: number;
  /** In the order in which they are made. `digest` null: nothing of it is authorised. */
  readonly devices: readonly { readonly device: DeviceId; readonly digest: string | null }[];
}

/**
 * What the digest of a rollout is taken of, a line a device. The database makes the same text before it lets anybody authorise it:
 * `app.rollout_text` in drizzle.
 */
export const rolloutText = ({ id, template, version, waveSize, devices }: RolloutBasis): string =>
  [
    'routeward-rollout/1',
    id,
    `${template}@${version}`,
    `first alone, then ${waveSize} at a time`,
    ...devices.map(({ device, digest }, index) => `${index + 1} ${device} ${digest ?? '-'}`),
  ].join('\n');

import type { FaultCode } from '@/core/faults';
import type { DeviceId } from '@/core/ids';
import type { Tried } from '@/server/db/probe-work';
import type { TestDatabase } from '../../support/database';

/** Early in a minute, so that what follows still falls into it. */
export async function setClock({ owner, shiftClock }: TestDatabase, to: string): Promise<void> {
  const [row] = await owner`select (${to}::timestamptz - statement_timestamp())::text as shift`;
  await shiftClock(String(row?.shift));
}

/** What nobody has said, as a status has it. */
export const unsaid = {
  identity: null,
  model: null,
  version: null,
  cpuPercent: null,
  uptimeSeconds: null,
  roundTripMs: null,
  faultReason: null,
  shownPin: null,
};
/** What nobody has examined. */
export const unexamined = {
  clockSkewSeconds: null,
  missingPolicies: null,
  otherAccounts: null,
  examinedAt: null,
  capabilities: null,
  capableAt: null,
};

/** What a try says that got no answer. */
const silent = { ...unsaid, capabilities: null, examinedAt: null, examined: null };
export const down = (device: DeviceId, faultCode: FaultCode = 'unreachable'): Tried => ({
  device,
  faultCode,
  ...silent,
});
export const up = (device: DeviceId, roundTripMs = 12.5): Tried => ({
  ...silent,
  device,
  faultCode: null,
  identity: 'tower-01-gw',
  model: 'RB5009',
  version: '7.20.8',
  cpuPercent: 7,
  uptimeSeconds: 1234.5,
  roundTripMs,
});

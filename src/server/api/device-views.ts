import { z } from 'zod';
import { faultCodes } from '@/core/faults';
import { CustomerSlug, DeviceId } from '@/core/ids';
import { deviceStates } from '@/core/status';
import type { Beat, DeviceStatus } from '@/server/db/statuses';

/** How a device is and what it last answered. Null: it never answered, or does not say. */
export const DeviceStatusView = z.object({
  /** `noData`: not asked for more than two rounds; whatever it answered before is old. */
  state: z.enum(deviceStates),
  /** Since when it is so. Times are ISO 8601, UTC. */
  since: z.string().nullable(),
  triedAt: z.string().nullable(),
  answeredAt: z.string().nullable(),
  /** Why the last try failed. */
  faultCode: z.enum(faultCodes).nullable(),
  /** What the router calls itself. */
  identity: z.string().nullable(),
  model: z.string().nullable(),
  /** Of RouterOS: `7.20.8`. */
  version: z.string().nullable(),
  cpuPercent: z.int().nullable(),
  uptimeSeconds: z.number().nullable(),
  roundTripMs: z.number().nullable(),
  /** What the system called the fault, such as `ECONNREFUSED`. */
  faultReason: z.string().nullable(),
  /** SHA-256 of the certificate that the last try saw and that nobody has confirmed: 64 hex digits. */
  shownPin: z.string().nullable(),
  /** What the last examination found: how far its clock is ahead, and which policies the account lacks. */
  clockSkewSeconds: z.int().nullable(),
  missingPolicies: z.array(z.string()).nullable(),
  examinedAt: z.string().nullable(),
});

export const statusViewOf = (status: DeviceStatus): z.infer<typeof DeviceStatusView> => DeviceStatusView.parse(status);

export const DeviceView = z.object({
  id: DeviceId,
  customer: CustomerSlug,
  name: z.string(),
  /** Host name or IP address of the router's API. */
  address: z.string(),
  port: z.int(),
  /** `plain` is the API without TLS. */
  transport: z.enum(['tls', 'plain']),
  site: z.string().nullable(),
  tags: z.array(z.string()),
  /** ISO 8601, UTC. */
  enrolledAt: z.string(),
  ...DeviceStatusView.shape,
});

/** The last 24 hours in half hours, the oldest first: `meanMs` of the answers, how often it was asked and answered. */
export const BeatView = z.object({ meanMs: z.number().nullable(), tried: z.int(), answered: z.int() });
export const beatViewOf = ({ meanMs, tried, answered }: Beat) => ({
  meanMs: meanMs === null ? null : Math.round(meanMs * 10) / 10,
  tried,
  answered,
});

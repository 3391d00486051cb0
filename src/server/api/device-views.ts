import { z } from 'zod';
import type { Capabilities } from '@/core/actions/capabilities';
import { allNeeds } from '@/core/actions/needs';
import { accounts } from '@/core/enrolment/accounts';
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
  /** When that was begun, ISO 8601, UTC; an examination that got no answer counts too. */
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
  /** Where it stands, and the zone of that place. */
  site: z.string().nullable(),
  zone: z.string().nullable(),
  tags: z.array(z.string()),
  /** Which accounts its credentials have: `read`, `write`, `test`. Empty: it has no credentials. */
  accounts: z.array(z.enum(accounts)),
  /** ISO 8601, UTC. */
  enrolledAt: z.string(),
  ...DeviceStatusView.shape,
});

const CapabilitiesView = z.object({
  /** The RouterOS that it ran when it was asked. */
  routerOs: z.string(),
  board: z.string().nullable(),
  /** Names of the packages that are enabled. */
  packages: z.array(z.string()).readonly().nullable(),
  /** Of the account that reads. */
  policies: z.array(z.string()).readonly().nullable(),
  deviceMode: z.object({ mode: z.string(), forbids: z.array(z.string()).readonly() }).nullable(),
  /** What actions may need and it does not have. */
  lacks: z.array(z.enum(allNeeds)).readonly(),
}) satisfies z.ZodType<Capabilities>;

/** A device on a page of its own, with what it can do as it last said. */
export const WholeDeviceView = DeviceView.extend({
  capabilities: CapabilitiesView.nullable(),
  /** When it was asked, ISO 8601, UTC. */
  capableAt: z.string().nullable(),
});

/** The open alarm of a device: since when it is down (ISO 8601, UTC). */
export const OpenAlarmView = z.object({
  since: z.string(),
  /** The site of which everything is down, where its alarm stands for this one. */
  site: z.string().nullable(),
  acknowledgedBy: z.string().nullable(),
  note: z.string().nullable(),
});

/** The last 24 hours in half hours, the oldest first: `meanMs` of the answers, how often it was asked and answered. */
export const BeatView = z.object({ meanMs: z.number().nullable(), tried: z.int(), answered: z.int() });
export const beatViewOf = ({ meanMs, tried, answered }: Beat) => ({
  meanMs: meanMs === null ? null : Math.round(meanMs * 10) / 10,
  tried,
  answered,
});

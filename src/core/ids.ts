import { z } from 'zod';

/** Branded ids: a device's id cannot be passed where a person's is asked for. All are UUIDs except the slug. */
export const PersonId = z.uuid().brand('PersonId');
export const CustomerId = z.uuid().brand('CustomerId');
export const DeviceId = z.uuid().brand('DeviceId');
/** A signed-in session: one family of refresh tokens. */
export const FamilyId = z.uuid().brand('FamilyId');

/** One action on one device: asked for, carried out, ended. */
export const RunId = z.uuid().brand('RunId');

/** One action asked of many devices of a customer. */
export const BulkRunId = z.uuid().brand('BulkRunId');

/** A diagnostic session: the log of one case. */
export const SessionId = z.uuid().brand('SessionId');

/** Somebody looked for a subscriber, in the devices of one customer or of several. */
export const LookupId = z.uuid().brand('LookupId');

/** A named set of accounts of a customer's routers. */
export const CredentialSetId = z.uuid().brand('CredentialSetId');

/** A place where a customer's devices stand. */
export const SiteId = z.uuid().brand('SiteId');

/** Somebody asked to join, by a link that works once. */
export const InvitationId = z.uuid().brand('InvitationId');

/** Something that is down for too long, or was. */
export const AlarmId = z.uuid().brand('AlarmId');

/** An address that is told of events. */
export const WebhookId = z.uuid().brand('WebhookId');

/** One change of one device: asked for, previewed, authorised, made. */
export const ChangeId = z.uuid().brand('ChangeId');

/** One template on many devices of a customer. */
export const RolloutId = z.uuid().brand('RolloutId');

/** A customer as people and addresses name it: `acme-corp`. 1 to 63 characters of a DNS label. */
export const CustomerSlug = z
  .string()
  .regex(/^[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?$/, 'lower-case letters, digits and hyphens, at most 63')
  .brand('CustomerSlug');

export type PersonId = z.infer<typeof PersonId>;
export type CustomerId = z.infer<typeof CustomerId>;
export type DeviceId = z.infer<typeof DeviceId>;
export type RunId = z.infer<typeof RunId>;
export type BulkRunId = z.infer<typeof BulkRunId>;
export type SessionId = z.infer<typeof SessionId>;
export type LookupId = z.infer<typeof LookupId>;
export type FamilyId = z.infer<typeof FamilyId>;
export type CredentialSetId = z.infer<typeof CredentialSetId>;
export type SiteId = z.infer<typeof SiteId>;
export type AlarmId = z.infer<typeof AlarmId>;
export type WebhookId = z.infer<typeof WebhookId>;
export type InvitationId = z.infer<typeof InvitationId>;
export type ChangeId = z.infer<typeof ChangeId>;
export type RolloutId = z.infer<typeof RolloutId>;
export type CustomerSlug = z.infer<typeof CustomerSlug>;

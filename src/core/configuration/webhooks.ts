import { z } from 'zod';
import type { AuditEvent } from '../events';

/** What a webhook can be told of; the titles are those of the audit log. Who watched or listed what is nobody else's business. */
export const webhookEvents = [
  'device.wentDown',
  'device.cameUp',
  'device.configurationChanged',
  'alarm.raised',
  'alarm.reopened',
  'alarm.cleared',
  'alarm.withdrawn',
  'alarm.acknowledged',
  'change.previewed',
  'change.authorised',
  'change.glassBroken',
  'change.overridden',
  'change.authorisedOnCall',
  'change.reviewed',
  'change.rejected',
  'change.ended',
  'change.settled',
  'rollout.previewed',
  'rollout.authorised',
  'rollout.glassBroken',
  'rollout.rejected',
  'rollout.halted',
  'rollout.ended',
  'device.enrolled',
  'device.confirmed',
  'device.archived',
  'session.opened',
  'session.handedOver',
  'session.closed',
  'session.reopened',
  'customer.created',
  'customer.archived',
  'invitation.made',
  'invitation.accepted',
  'person.roleChanged',
  'person.disabled',
  'auth.refreshReused',
  'configuration.changed',
] as const satisfies readonly AuditEvent[];

/** Where a webhook is: https alone, without an account in it, which would be shown and logged. */
export const WebhookUrl = z
  .url({ protocol: /^https$/, error: 'must be an https: address', abort: true })
  .max(2_000)
  .refine((url) => new URL(url).username === '' && new URL(url).password === '', 'must hold no account')
  .transform((url) => {
    const parsed = new URL(url);
    parsed.hash = '';
    return parsed.href;
  });

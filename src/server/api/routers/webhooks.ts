import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import { WebhookUrl, webhookEvents } from '@/core/configuration/webhooks';
import { AppError } from '@/core/errors';
import { WebhookId } from '@/core/ids';
import { addWebhook, listWebhooks, posted, removeWebhook } from '@/server/db/outgoing';
import { mintWebhookSecret } from '@/server/post/signature';
import { systemVault } from '@/server/vault/data-keys';
import { webhookPlace } from '@/server/vault/system-key';
import { procedure, router } from '../procedure';
import { reach, webhook } from '../scopes';

/** How the last one that was tried fared. */
const Fared = z.object({
  about: z.string(),
  madeAt: z.string(),
  attempts: z.int(),
  outcome: z.enum(['sent', 'givenUp']).nullable(),
  error: z.string().nullable(),
  endedAt: z.string().nullable(),
  waiting: z.int(),
});

const Webhook = z.object({
  id: WebhookId,
  url: z.string(),
  events: z.array(z.string()),
  madeBy: z.string(),
  madeAt: z.string(),
  last: Fared.nullable(),
});

export const webhooksRouter = router({
  list: procedure({
    permission: 'system.configure',
    scope: reach,
    audit: 'webhook.listed',
    output: z.object({ items: z.array(Webhook), mail: Fared.nullable() }),
    rest: { method: 'GET', path: '/webhooks', summary: 'Webhooks, and how they and mail fared last' },
  }).query(async ({ ctx }) => {
    const [webhooks, fared] = [await listWebhooks(ctx.db), await posted(ctx.db)];
    return {
      items: webhooks.map((one) => ({ ...one, last: fared.get(one.id) ?? null })),
      mail: fared.get(null) ?? null,
    };
  }),

  add: procedure({
    permission: 'system.configure',
    scope: reach,
    audit: 'webhook.added',
    input: { url: WebhookUrl, events: z.array(z.enum(webhookEvents)).min(1).max(webhookEvents.length) },
    /** The secret is shown this once: what is kept cannot be read back. */
    output: z.object({ id: WebhookId, secret: z.string() }),
    rest: { method: 'POST', path: '/webhooks', summary: 'Tells an https address of events, signed' },
  }).mutation(async ({ ctx, input: { url, events } }) => {
    const id = WebhookId.parse(randomUUID());
    const secret = mintWebhookSecret();
    const secretSealed = await systemVault(ctx.db).seal(webhookPlace(id), secret);
    await addWebhook(ctx.db, { id, url, events: [...new Set(events)], secretSealed });
    // Not the path: with many services it is as good as a password.
    ctx.tell({ webhook: id, host: new URL(url).host, events });
    return { id, secret };
  }),

  remove: procedure({
    permission: 'system.configure',
    scope: webhook,
    audit: 'webhook.removed',
    output: z.object({ removed: z.literal(true) }),
    rest: { method: 'DELETE', path: '/webhooks/{webhook}', summary: 'Tells it of nothing any more' },
  }).mutation(async ({ ctx }) => {
    if (!(await removeWebhook(ctx.db, ctx.webhook.id))) throw new AppError('notFound', 'no such webhook');
    ctx.tell({ host: new URL(ctx.webhook.url).host });
    return { removed: true };
  }),

  test: procedure({
    permission: 'system.configure',
    scope: webhook,
    audit: 'webhook.tested',
    /** Its entry in the log is what is told: ask for the list to see how it fared. */
    output: z.object({ sent: z.literal(true) }),
    rest: { method: 'POST', path: '/webhooks/{webhook}/test', summary: 'Tells it of this very test' },
  }).mutation(async () => ({ sent: true })),
});

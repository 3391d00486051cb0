import { createHmac, randomBytes } from 'node:crypto';

/*
 * Standard Webhooks 1.0 (standardwebhooks.com): HMAC-SHA-256 over `id.timestamp.body`. Whoever receives one checks the
 * signature, that the timestamp is of these minutes, and that the id did not come before.
 */

const prefix = 'whsec_';

/** A new secret of 32 random bytes in the form that libraries take. */
export const mintWebhookSecret = (): string => `${prefix}${randomBytes(32).toString('base64')}`;

export interface Signed {
  readonly id: string;
  /** Seconds since 1970. */
  readonly timestamp: number;
  readonly body: string;
}

/** The three headers of a delivery. The id is the same at each attempt, the timestamp is that of the attempt. */
export function signedHeaders(secret: string, { id, timestamp, body }: Signed): Record<string, string> {
  const key = Buffer.from(secret.slice(prefix.length), 'base64');
  const signature = createHmac('sha256', key).update(`${id}.${timestamp}.${body}`).digest('base64');
  return { 'webhook-id': id, 'webhook-timestamp': String(timestamp), 'webhook-signature': `v1,${signature}` };
}

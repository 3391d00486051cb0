import { request } from 'node:https';
import type { LookupFunction } from 'node:net';
import { NotDelivered } from './not-delivered';
import { signedHeaders } from './signature';

export interface Delivery {
  readonly id: string;
  readonly url: string;
  readonly secret: string;
  readonly body: string;
}

export interface Ways {
  /** The one address to connect to, or a throw: not this machine, not its link. */
  readonly resolve: (host: string) => Promise<{ readonly ip: string }>;
  /** PEM of a certificate that is trusted beside those of the system; the product names none. */
  readonly trusted?: string;
  /** For all of it, the name's look-up too; else a quarter of a minute. */
  readonly wholeMs?: number;
}

const usualWholeMs = 15_000;

/**
 * Posts a body to a webhook, once, over verified TLS. No redirect is followed, and of the answer only the status is read.
 * Throws NotDelivered unless it is a 2xx.
 */
export async function deliver(delivery: Delivery, { resolve, trusted, wholeMs = usualWholeMs }: Ways): Promise<void> {
  const signal = AbortSignal.timeout(wholeMs);
  const url = new URL(delivery.url);
  const host = url.hostname.replace(/^\[|\]$/g, '');
  const { ip } = await within(signal, resolve(host)).catch((error: unknown) => {
    const why = error instanceof Error ? error.message : 'its name was not looked up';
    throw new NotDelivered(`${url.host} is not connected to: ${why}.`, { cause: error });
  });
  const status = await post(url, delivery, { ip, trusted, signal }).catch((error: unknown) => {
    const why = error instanceof Error ? error.message : 'the connection failed';
    throw new NotDelivered(`${url.host} was not reached: ${why.slice(0, 200)}.`, { cause: error });
  });
  if (status < 200 || status > 299) throw new NotDelivered(`${url.host} answered ${status}.`);
}

/** What it comes to, or a throw once the time is over: a resolver that does not answer keeps nobody. */
function within<T>(signal: AbortSignal, work: Promise<T>): Promise<T> {
  const over = new Promise<never>((_, reject) =>
    signal.addEventListener('abort', () => reject(new Error('its name was not looked up in time')), { once: true }),
  );
  return Promise.race([work, over]);
}

interface Place {
  readonly ip: string;
  readonly trusted: string | undefined;
  readonly signal: AbortSignal;
}

function post(url: URL, { id, secret, body }: Delivery, { ip, trusted, signal }: Place): Promise<number> {
  const bytes = Buffer.from(body);
  const timestamp = Math.floor(Date.now() / 1000);
  return new Promise((resolve, reject) => {
    const sent = request(
      url,
      {
        method: 'POST',
        agent: false,
        // What was checked is what is connected to, whatever the name means a moment later.
        lookup: only(ip),
        minVersion: 'TLSv1.2',
        rejectUnauthorized: true,
        signal,
        headers: {
          'content-type': 'application/json',
          'content-length': bytes.length,
          'user-agent': 'Routeward-Webhook',
          ...signedHeaders(secret, { id, timestamp, body }),
        },
        ...(trusted === undefined ? {} : { ca: trusted }),
      },
      (response) => {
        resolve(response.statusCode ?? 0);
        response.destroy();
      },
    );
    sent.on('error', reject);
    sent.end(bytes);
  });
}

function only(ip: string): LookupFunction {
  const family = ip.includes(':') ? 6 : 4;
  return (_name, { all }, found) => (all === true ? found(null, [{ address: ip, family }]) : found(null, ip, family));
}

import { publicUrl } from './world';

/** What a browser keeps of Set-Cookie lines, and sends back: name and value, by path. */
export class Jar {
  readonly #cookies = new Map<string, { value: string; path: string; line: string }>();

  take(response: Response): Response {
    for (const line of response.headers.getSetCookie()) {
      const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(line) ?? [];
      const path = /path=([^;]+)/i.exec(line)?.[1] ?? '/';
      if (/max-age=0(;|$)/i.test(line) || value === '') this.#cookies.delete(name);
      else this.#cookies.set(name, { value, path, line });
    }
    return response;
  }

  header(path: string): string {
    const sent = [...this.#cookies].filter(([, cookie]) => cookie.path === '/' || cookie.path === path);
    return sent.map(([name, { value }]) => `${name}=${value}`).join('; ');
  }

  line(name: string): string | undefined {
    return this.#cookies.get(name)?.line;
  }

  names(): string[] {
    return [...this.#cookies.keys()].sort();
  }

  /** As a browser does when the access cookie's time is over. */
  forget(name: string): void {
    this.#cookies.delete(name);
  }
}

export interface Sent {
  readonly method?: string;
  readonly body?: string | null;
  readonly headers?: Record<string, string>;
}

/** A request as it comes through the front. */
export function request(path: string, { method = 'POST', body = '{}', headers = {} }: Sent = {}): Request {
  return new Request(`${publicUrl}${path}`, {
    method,
    body: method === 'GET' ? null : body,
    headers: {
      'x-forwarded-for': '192.0.2.77',
      'x-request-id': 'request-7',
      'content-type': 'application/json',
      ...headers,
    },
  });
}

/** The same from our own page in a browser. */
export function fromPage(jar: Jar, path: string, { headers = {}, ...sent }: Sent = {}): Request {
  const cookie = jar.header(path);
  return request(path, {
    ...sent,
    headers: { origin: publicUrl, 'sec-fetch-site': 'same-origin', ...(cookie ? { cookie } : {}), ...headers },
  });
}

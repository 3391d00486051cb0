import type { z } from 'zod';
import type { Role } from '@/core/access';
import { demoPeople } from '@/server/db/demo-world';
import { Answer } from './answer';
import { Case, type Row, Rows, SignedIn } from './answers';

/** Where the product answers, until when. */
export interface Place {
  readonly url: string;
  /** Aborts when the tour is told to end. */
  readonly signal: AbortSignal;
}

/** Longer than the product takes for anything but a live view: an answer that does not come is no answer. */
const patienceMs = 60_000;

/** What a program of one person's does: it has a token, and asks over HTTP. Without a person it has none. */
export class Client {
  readonly #place: Place;
  readonly #token: string | null;

  constructor(place: Place, token: string | null) {
    this.#place = place;
    this.#token = token;
  }

  static async signIn(place: Place, role: Role): Promise<Client> {
    const person = demoPeople.find((one) => one.role === role);
    const { email, password } = person ?? {};
    const answer = await new Client(place, null).post('/auth/sign-in', { email, password });
    return new Client(place, answer.as(SignedIn).accessToken);
  }

  get(path: string): Promise<Answer> {
    return this.#ask('GET', path, null);
  }

  post(path: string, body: object): Promise<Answer> {
    return this.#ask('POST', path, body);
  }

  async session(id: string): Promise<z.infer<typeof Case>> {
    return (await this.get(`/sessions/${id}`)).as(Case);
  }

  /** All rows of a run that has ended. */
  async rows(run: string): Promise<Row[]> {
    const rows: Row[] = [];
    for (let from: number | null = 0; from !== null; ) {
      const page: z.infer<typeof Rows> = (await this.get(`/runs/${run}/rows?from=${from}`)).as(Rows);
      rows.push(...page.rows);
      from = page.next;
    }
    return rows;
  }

  /** Opens a live view by tRPC over server-sent events; it stays open until `signal` aborts. */
  async watch(procedure: string, input: object, signal: AbortSignal): Promise<ReadableStream<Uint8Array>> {
    const path = `/api/trpc/${procedure}?input=${encodeURIComponent(JSON.stringify(input))}`;
    const response = await fetch(`${this.#place.url}${path}`, {
      headers: { ...this.#bearer, accept: 'text/event-stream' },
      signal: AbortSignal.any([signal, this.#place.signal]),
    });
    if (response.ok && response.body !== null) return response.body;
    throw new Error(`GET ${path} answered ${response.status} ${(await response.text()).slice(0, 400)}`);
  }

  async #ask(method: string, path: string, body: object | null): Promise<Answer> {
    const response = await fetch(`${this.#place.url}/api/v1${path}`, {
      method,
      headers: { ...this.#bearer, ...(body === null ? {} : { 'content-type': 'application/json' }) },
      body: body === null ? null : JSON.stringify(body),
      signal: AbortSignal.any([AbortSignal.timeout(patienceMs), this.#place.signal]),
    });
    return new Answer(`${method} ${path}`, response, Buffer.from(await response.arrayBuffer()));
  }

  get #bearer(): Record<string, string> {
    return this.#token === null ? {} : { authorization: `Bearer ${this.#token}` };
  }
}

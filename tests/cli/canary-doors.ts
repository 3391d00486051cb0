import { once } from 'node:events';
import { request } from 'node:https';
import { buffer } from 'node:stream/consumers';
import type { z } from 'zod';
import type { Canaries } from './canaries';
import { type Answering, ownCertificates } from './product';

/* The doors as the product's own OpenAPI document has them, and a client that notes where it put a secret. */

export interface Answer {
  readonly status: number;
  readonly cookies: readonly string[];
  readonly bytes: Buffer;
  /** Read as JSON. */
  readonly json: <T extends z.ZodType>(schema: T) => z.output<T>;
}

interface Given {
  readonly in?: Readonly<Record<string, string>>;
  readonly query?: string;
  readonly body?: object;
  readonly token?: string;
  readonly headers?: Readonly<Record<string, string>>;
}

/** Asks over the front's TLS, as programs and browsers do. */
export class Doors {
  /** `POST /auth/sign-in password`, for each text input that a secret went into. */
  readonly fed = new Set<string>();
  /** Everything that was answered, by door. */
  readonly answers: { readonly door: string; readonly bytes: Buffer }[] = [];
  readonly #running: Answering;
  readonly #canaries: Canaries;

  constructor(running: Answering, canaries: Canaries) {
    this.#running = running;
    this.#canaries = canaries;
  }

  /** `send('POST /customers/{customer}/credentials', { in: { customer: 'acme' }, … })`. */
  async send(door: string, given: Given = {}): Promise<Answer> {
    const [method = '', template = ''] = door.split(' ');
    for (const [field, text] of textsIn(given.body ?? {}))
      if (this.#canaries.isIn(text)) this.fed.add(`${door} ${field}`);
    const path = template.replace(/\{(\w+)\}/g, (_, name) => encodeURIComponent(given.in?.[name] ?? ''));
    const query = given.query === undefined ? '' : `?${given.query}`;
    return this.ask(`${method} /api/v1${path}${query}`, given);
  }

  /** The same of any path. */
  async ask(line: string, { body, token, headers = {} }: Given = {}): Promise<Answer> {
    const [method = '', path = ''] = line.split(' ');
    const asked = request(`${this.#running.url}${path}`, {
      method,
      ca: ownCertificates(this.#running.data),
      agent: false,
      headers: {
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
        ...headers,
      },
    }).end(body === undefined ? undefined : JSON.stringify(body));
    const [response] = await once(asked, 'response');
    const bytes = await buffer(response);
    const cookies: string[] = response.headers['set-cookie'] ?? [];
    const door = `${method} ${path.replace(/\?.*/, '')}`;
    this.#canaries.notice(door, bytes.toString(), cookies);
    this.answers.push({ door, bytes });
    const json = <T extends z.ZodType>(schema: T): z.output<T> => {
      if (response.statusCode !== 200) throw new Error(`${door} answered ${response.statusCode}: ${bytes}`);
      return schema.parse(JSON.parse(bytes.toString()));
    };
    return { status: response.statusCode, cookies, bytes, json };
  }
}

/** Every text in a body, under the name of its field. */
function textsIn(body: unknown, path = ''): [string, string][] {
  if (typeof body === 'string') return [[path, body]];
  if (Array.isArray(body)) return body.flatMap((one) => textsIn(one, `${path}[]`));
  if (typeof body !== 'object' || body === null) return [];
  return Object.entries(body).flatMap(([name, value]) => textsIn(value, path === '' ? name : `${path}.${name}`));
}

/** As much of a JSON Schema (2020-12) as the document uses. */
interface Schema {
  readonly [keyword: string]: unknown;
}
const isSchema = (value: unknown): value is Schema =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
const schemasIn = (value: unknown): Schema[] => (Array.isArray(value) ? value.filter(isSchema) : []);

/**
 * Every text that a body of a door may hold: `POST /auth/sign-in password`. Left out is what takes one of a few words, an id
 * or a time. A schema that is not understood counts as a text: it has to be looked at.
 */
export function textInputs(document: unknown): string[] {
  const paths = isSchema(document) && isSchema(document.paths) ? document.paths : {};
  return Object.entries(paths).flatMap(([path, operations]) =>
    Object.entries(isSchema(operations) ? operations : {}).flatMap(([method, operation]) =>
      leavesOf(bodyOf(operation), '').map((field) => `${method.toUpperCase()} ${path} ${field}`),
    ),
  );
}

function bodyOf(operation: unknown): unknown {
  const steps = ['requestBody', 'content', 'application/json', 'schema'];
  return steps.reduce<unknown>((at, step) => (isSchema(at) ? at[step] : undefined), operation);
}

const harmless = ['integer', 'number', 'boolean', 'null'];

function leavesOf(schema: unknown, path: string): string[] {
  if (!isSchema(schema)) return [];
  const choices = ['anyOf', 'oneOf', 'allOf'].flatMap((name) => schemasIn(schema[name]));
  if (choices.length > 0) return [...new Set(choices.flatMap((one) => leavesOf(one, path)))];
  if (isSchema(schema.properties) || isSchema(schema.additionalProperties)) {
    const named = Object.entries(isSchema(schema.properties) ? schema.properties : {});
    const fields = named.flatMap(([name, one]) => leavesOf(one, path === '' ? name : `${path}.${name}`));
    return [...fields, ...leavesOf(schema.additionalProperties, `${path}.*`)];
  }
  if (schema.type === 'array') return leavesOf(schema.items, `${path}[]`);
  const isClosed = schema.enum !== undefined || schema.const !== undefined || harmless.includes(String(schema.type));
  return isClosed || ['uuid', 'date-time'].includes(String(schema.format)) ? [] : [path];
}

import type { z } from 'zod';
import { Problem } from './answers';

/** One answer of the product, kept with what was asked. */
export class Answer {
  /** `POST /sessions`, as it is named where the answer is not the expected one. */
  readonly asked: string;
  readonly status: number;
  readonly headers: Headers;
  readonly bytes: Buffer;

  constructor(asked: string, { status, headers }: Response, bytes: Buffer) {
    this.asked = asked;
    this.status = status;
    this.headers = headers;
    this.bytes = bytes;
  }

  get requestId(): string {
    return this.headers.get('x-request-id') ?? '';
  }

  get text(): string {
    return this.bytes.toString('utf8');
  }

  /** The status, and for a refusal its words: `403 customer "other-isp" not in scope`. */
  get said(): string {
    const problem = this.status < 400 ? null : Problem.safeParse(this.#json());
    return problem?.success ? `${this.status} ${problem.data.message}` : String(this.status);
  }

  /** What it holds. Throws with the whole exchange where that is not as described. */
  as<T>(schema: z.ZodType<T>): T {
    const parsed = this.status === 200 ? schema.safeParse(this.#json()) : null;
    if (parsed?.success) return parsed.data;
    const why = parsed?.error.issues.map(({ path, message }) => `${path.join('.')}: ${message}`).join('; ');
    throw new Error(`${this.asked} answered ${this.status} ${this.text.slice(0, 400)}${why ? ` (${why})` : ''}`);
  }

  #json(): unknown {
    try {
      return JSON.parse(this.text);
    } catch {
      return null; // Whoever reads it says what was there instead.
    }
  }
}

import { randomBytes } from 'node:crypto';
import { Scanner } from './scanner';

/** Letters and digits alone: every field takes them, and no spelling of them is another text's by chance. */
const random = (): string => BigInt(`0x${randomBytes(20).toString('hex')}`).toString(36);

/**
 * The secrets of one run. What was typed or planted has a canary of its own for each place; what the product mints is
 * noticed in its answers. What a router shows to whoever asks is no secret to them, but nothing of it may be readable on a disk.
 */
export class Canaries {
  /** Typed into a form, or planted where a router keeps its secrets: nobody is ever shown one. */
  readonly typed = new Scanner();
  /** Tokens, links and cookies: shown to their owner once. */
  readonly minted = new Scanner();
  /** What routers answered, and who is looked for: shown to people, and sealed where it is kept. */
  readonly shown = new Scanner();
  readonly #values = new Set<string>();

  /** A new secret for the place of this name. */
  type(place: string): string {
    const value = `kx7q-${random()}`;
    this.typed.add(place, value);
    this.#values.add(value);
    return value;
  }

  /** New text that people may see. */
  show(place: string): string {
    const value = `vb3w${random()}`;
    this.shown.add(place, value);
    this.#values.add(value);
    return value;
  }

  /** Something that the product made: as text, and as the bytes that the text stands for. */
  mint(place: string, value: string): void {
    this.#values.add(value);
    for (const part of secretParts(value)) {
      this.minted.add(place, part);
      if (/^[\w-]+$/.test(part)) this.minted.add(place, Buffer.from(part, 'base64url'));
    }
  }

  /** Notices whatever was minted in an answer: its body and its cookies. */
  notice(door: string, body: string, cookies: readonly string[]): void {
    for (const [value] of body.matchAll(mintedLike)) this.mint(`minted by ${door}`, value);
    for (const cookie of cookies) {
      const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(cookie) ?? [];
      if (value.length >= 16) this.mint(`cookie ${name}`, decodeURIComponent(value));
    }
  }

  /** Whether a text is one of these secrets, or holds one. */
  isIn(text: string): boolean {
    return [...this.#values].some((value) => text.includes(value));
  }
}

/** Access and refresh tokens, secrets of links and of webhooks, and of browsers. */
const mintedLike =
  /eyJ[\w-]+\.[\w-]+\.[\w-]+|(?:rt1\.[\w-]+|inv1|rst1)\.[\w-]{43}|whsec_[\w+/=-]+|(?<="browser":")[^"]{16,}/g;

/** What of it is secret: not the head of a JWT, nor the name by which a refresh token is found. */
function secretParts(value: string): string[] {
  const parts = value.replace(/^whsec_/, '').split(/[.|]/);
  return (value.includes('|') ? parts : parts.slice(-1)).filter((part) => part.length >= 16);
}

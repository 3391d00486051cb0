import type { Socket } from 'node:net';
import { encoded, Sentences } from './second-codec';
import { Login, type SecondAccount } from './second-login';
import type { Row } from './second-queries';
import type { Answer, Asked, Said } from './second-said';

export interface SessionGround {
  readonly accounts: readonly SecondAccount[];
  readonly version: { readonly isSeven: boolean; readonly isPre643: boolean };
  /** How long a second of the router is, in milliseconds. */
  readonly secondMs: number;
  /** Every byte in a segment of its own. */
  readonly isBytewise: boolean;
  readonly answer: (asked: Asked, account: SecondAccount) => Answer;
  readonly onHeard: (words: readonly string[]) => void;
  readonly onSaid: (words: readonly string[]) => void;
}

interface Running {
  readonly tag: string | undefined;
  readonly answer: Answer;
  timer: NodeJS.Timeout | undefined;
}

type Next = IteratorResult<Said, Row>;

/** Sentences that a command says before it is another's turn. */
const burst = 8;

const isPaced = (next: Next): boolean =>
  next.done !== true && next.value.kind === '!re' && next.value.isAfterSecond === true;

/** One connection: any number of commands at work, each saying a sentence in its turn. */
export class SecondSession {
  readonly #login: Login;
  readonly #running = new Set<Running>();
  readonly #unsent: number[] = [];
  #account: SecondAccount | null = null;

  constructor(
    readonly socket: Socket,
    readonly ground: SessionGround,
  ) {
    this.#login = new Login(ground.accounts, ground.version.isPre643);
    const sentences = new Sentences((words) => this.#heard(words));
    socket.setNoDelay(true);
    socket.on('data', (chunk: Buffer) => {
      try {
        sentences.push(chunk);
      } catch {
        socket.destroy();
      }
    });
    // What became of the other end is its own test's business.
    socket.on('error', () => undefined);
    socket.on('close', () => this.#stopAll());
  }

  /** Says why, as a bare word, and closes. */
  fatal(reason: string): void {
    this.#stopAll();
    this.#say(['!fatal', reason], undefined);
    this.socket.end();
  }

  #heard(words: readonly string[]): void {
    this.ground.onHeard(words);
    const asked = askedIn(words);
    const tag = words.find((word) => word.startsWith('.tag='))?.slice('.tag='.length);
    if (asked.path === '/login') this.#loginWith(asked.attributes, tag);
    else if (this.#account === null) this.fatal('not logged in');
    else if (asked.path === '/quit') this.fatal('session terminated on request');
    else if (asked.path === '/cancel') this.#cancel(asked.attributes.tag, tag);
    else this.#start(this.ground.answer(asked, this.#account), tag);
  }

  #loginWith(attributes: Row, tag: string | undefined): void {
    const came = this.#login.answer(attributes);
    if (came.kind === 'refused') this.#say(['!trap', `=message=${came.message}`], tag);
    if (came.kind === 'in') this.#account = came.account;
    this.#say(came.kind === 'challenge' ? ['!done', `=ret=${came.ret}`] : ['!done'], tag);
  }

  #start(answer: Answer, tag: string | undefined): void {
    const running: Running = { tag, answer, timer: undefined };
    this.#running.add(running);
    this.#step(running);
  }

  /** A burst of sentences, after the others had their turn; in a tool each second has its own. */
  #step(running: Running, next = running.answer.next()): void {
    const ms = isPaced(next) ? this.ground.secondMs : 0;
    running.timer = setTimeout(() => this.#burst(running, next), ms);
  }

  #burst(running: Running, first: Next): void {
    let next = first;
    for (let said = 0; next.done !== true && said < burst; said += 1) {
      this.#say(saidIn(next.value), running.tag);
      next = running.answer.next();
      if (isPaced(next)) break;
    }
    if (next.done !== true) {
      this.#step(running, next);
      return;
    }
    this.#running.delete(running);
    this.#say(['!done', ...wordsOf(next.value)], running.tag);
  }

  /** First what is cancelled is told so, then the cancelling is done, then what was cancelled (measured, 7.23.1). */
  #cancel(which: string | undefined, tag: string | undefined): void {
    const cancelled = [...this.#running].filter((one) => which === undefined || one.tag === which);
    for (const one of cancelled) {
      clearTimeout(one.timer);
      this.#running.delete(one);
      this.#say(['!trap', '=category=2', '=message=interrupted'], one.tag);
    }
    this.#say(['!done'], tag);
    for (const one of cancelled) this.#say(['!done'], one.tag);
  }

  #say([reply = '!done', ...rest]: readonly string[], tag: string | undefined): void {
    // Measured behind the reply on 7, last in the manual.
    const tags = tag === undefined ? [] : [`.tag=${tag}`];
    const words = this.ground.version.isSeven ? [reply, ...tags, ...rest] : [reply, ...rest, ...tags];
    this.ground.onSaid(words);
    const bytes = encoded(words);
    if (!this.ground.isBytewise) this.#write(bytes);
    else if (this.#unsent.push(...bytes) === bytes.length) this.#drip();
  }

  /** The next byte when the other end has had time to read this one. */
  #drip(): void {
    const [byte] = this.#unsent;
    if (byte === undefined) return;
    this.#write(Buffer.from([byte]));
    setImmediate(() => {
      this.#unsent.shift();
      this.#drip();
    });
  }

  #write(bytes: Buffer): void {
    if (!this.socket.destroyed) this.socket.write(bytes);
  }

  #stopAll(): void {
    for (const { timer } of this.#running) clearTimeout(timer);
    this.#running.clear();
  }
}

function askedIn([path = '', ...words]: readonly string[]): Asked {
  const pairs = words.flatMap((word) => {
    const [, name, value] = /^=([^=]+)=(.*)$/s.exec(word) ?? [];
    return name === undefined || value === undefined ? [] : [[name, value] as const];
  });
  return { path, attributes: Object.fromEntries(pairs), queries: words.filter((word) => word.startsWith('?')) };
}

const wordsOf = (row: Row): string[] => Object.entries(row).map(([name, value]) => `=${name}=${value}`);

function saidIn(said: Said): string[] {
  if (said.kind === '!re') return ['!re', ...wordsOf(said.row)];
  if (said.kind === '!empty') return ['!empty'];
  const category = said.category === null ? [] : [`=category=${said.category}`];
  return ['!trap', ...category, `=message=${said.message}`];
}

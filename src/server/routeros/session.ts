import type { Sentence } from '@/core/actions/sentence';
import { Command, type Order } from './command';
import { type Connection, type Opening, openConnection } from './connection';
import { RouterFault } from './fault';
import { logIn } from './login';
import { fatalOf, replyOf } from './reply';
import type { Address, RouterTarget } from './target';
import { deviceText } from './text';
import { Decoder, encodeSentence, Unsendable } from './wire';

/**
 * The words of a catalogue's sentence. The catalogue only makes such sentences; this is the last look before a router,
 * so that nothing can take another command's tag or begin a second command. Throws Unsendable.
 */
export function wordsOf({ path, words }: Sentence): readonly string[] {
  if (!/^(\/[a-z0-9-]+)+$/.test(path)) throw new Unsendable('a command that is none');
  if (!words.every((word) => /^[=?]./u.test(word))) throw new Unsendable('a word that is neither attribute nor query');
  return [path, ...words];
}

/** A connection that is logged in. Any number of commands at a time, each with a tag of its own. */
export class Session {
  /** Its connection has ended, and all its commands with it: why. */
  readonly gone: Promise<RouterFault>;
  #tellGone!: (fault: RouterFault) => void;
  readonly #commands = new Map<string, Command>();
  #lastTag = 0;
  #strayBytes = 0;
  #tiredBytes = 0;
  #heardAt: number;
  #isRetired = false;
  #callOffIdle: () => void = () => undefined;

  private constructor(
    private readonly connection: Connection,
    private readonly opening: Opening,
    codePage: string | null,
  ) {
    this.#heardAt = opening.clock.now();
    this.gone = new Promise((resolve) => {
      this.#tellGone = resolve;
    });
    const decoder = new Decoder(deviceText(codePage), (words, bytes) => this.#hear(words, bytes));
    connection.listen({
      onBytes: (bytes) => this.#take(decoder, bytes),
      onGone: (fault) => this.#gone(fault),
    });
  }

  /** Connects and logs in. Throws RouterFault; nothing is left open then. */
  static async open(to: Address, target: RouterTarget, opening: Opening): Promise<Session> {
    const connection = await openConnection(to, target.transport, opening);
    const stop = () => connection.destroy(new RouterFault('stopped'));
    opening.signal.addEventListener('abort', stop);
    try {
      if (opening.signal.aborted) stop();
      const session = new Session(connection, opening, target.codePage);
      const { loginMs, loginBytes } = opening.limits;
      const order: Order = { deadlineMs: loginMs, rowCap: 0, byteCap: loginBytes, onRow: () => undefined };
      await logIn((words) => session.command(words, order).answer, target);
      session.#rest();
      return session;
    } catch (error) {
      connection.destroy(new RouterFault('cut', 'the login failed'));
      throw error;
    } finally {
      opening.signal.removeEventListener('abort', stop);
    }
  }

  get tlsVersion(): string | null {
    return this.connection.tlsVersion;
  }

  get isGone(): boolean {
    return this.connection.isGone;
  }

  /** Whether one more command may be given to it. */
  get isFresh(): boolean {
    if (this.connection.isGone || this.#isRetired) return false;
    return this.#isRested() || this.#tiredBytes < this.opening.limits.tiredBytes;
  }

  #isRested(): boolean {
    return this.opening.clock.now() - this.#heardAt >= this.opening.limits.restMs;
  }

  /** Sends a command. Throws Unsendable before anything is sent; the command itself tells how it went. */
  command(words: readonly string[], order: Order): Command {
    const tag = this.#nextTag();
    const bytes = encodeSentence([...words, `.tag=${tag}`]);
    const { clock, limits } = this.opening;
    const command = new Command(order, {
      clock,
      limits,
      cancel: () => this.connection.send(encodeSentence(['/cancel', `=tag=${tag}`, `.tag=${this.#nextTag()}`])),
      abandon: () => this.connection.destroy(new RouterFault('cut', 'the router did not end a cancelled command')),
    });
    if (this.connection.isGone) {
      command.fail(new RouterFault('cut', 'the router closed the connection'));
      return command;
    }
    this.#callOffIdle();
    this.#commands.set(tag, command);
    void command.over.then(() => this.#over(tag));
    this.connection.send(bytes);
    return command;
  }

  #nextTag(): string {
    this.#lastTag += 1;
    return String(this.#lastTag);
  }

  #take(decoder: Decoder, bytes: Buffer): void {
    if (this.#isRested()) this.#tiredBytes = 0;
    this.#tiredBytes += bytes.length;
    this.#heardAt = this.opening.clock.now();
    this.#strayBytes += bytes.length;
    try {
      decoder.push(bytes);
      // Answers for nobody are dropped: the end of a /cancel, what was still on its way. But not without end.
      if (this.#strayBytes > this.opening.limits.strayBytes)
        throw new RouterFault('malformed', 'the router does not stop talking to nobody');
    } catch (error) {
      this.connection.destroy(error instanceof RouterFault ? error : new RouterFault('malformed'));
    }
  }

  #hear(words: readonly string[], bytes: number): void {
    // The rest of a piece whose beginning has ended the connection.
    if (this.connection.isGone) return;
    const reply = replyOf(words);
    const command = this.#commands.get(reply.tag ?? '');
    if (command !== undefined) {
      this.#strayBytes = 0;
      command.hear(reply, bytes);
      if (reply.kind === '!done') this.#commands.delete(reply.tag ?? '');
    }
    if (reply.kind === '!fatal') this.connection.destroy(fatalOf(reply));
  }

  #gone(fault: RouterFault): void {
    this.#callOffIdle();
    for (const command of this.#commands.values()) command.fail(fault);
    this.#commands.clear();
    this.#tellGone(fault);
  }

  #over(tag: string): void {
    this.#commands.delete(tag);
    if (this.#commands.size === 0) this.#rest();
  }

  #rest(): void {
    if (this.connection.isGone) return;
    if (this.#isRetired) {
      void this.connection.close();
      return;
    }
    const { clock, limits } = this.opening;
    this.#callOffIdle();
    this.#callOffIdle = clock.after(limits.idleMs, () => void this.close(), 'background');
  }

  /** Takes no more commands, and closes when those at work are over. */
  retire(): void {
    this.#isRetired = true;
    if (this.#commands.size === 0) this.#rest();
  }

  /** Commands at work fail with `cut`. */
  async close(): Promise<void> {
    this.#isRetired = true;
    this.#callOffIdle();
    this.#gone(new RouterFault('cut', 'the connection was closed from here'));
    await this.connection.close();
  }
}

import type { Socket } from 'node:net';
import { NotTheProtocol, SentenceReader } from './codec';
import { type Command, type Fields, readCommand, writeReply } from './command';
import { operationOf } from './dispatch';
import { type LoginState, login } from './login';
import type { Account, Call, Ending, Machine } from './machine';
import { Outgoing } from './outgoing';
import { perform } from './perform';
import type { Session } from './state';
import { interrupted, Trap } from './trap';
import { Link } from './way/link';
import type { Way } from './way/way';

interface Running {
  readonly tag: string | null;
  readonly stop: AbortController;
  /** Its last word has been said: whatever it still finds out is nobody's business. */
  isOver: boolean;
}

/** One client's connection, from its first byte to its last. */
export class Connection {
  readonly #machine: Machine;
  readonly #accounts: readonly Account[];
  readonly #socket: Socket;
  readonly #out: Outgoing;
  readonly #heard: (words: readonly string[]) => void;
  readonly #running = new Set<Running>();
  readonly #login: LoginState = { challenge: null, failures: 0 };
  readonly #link: Link;
  #account: Account | null = null;
  #isOver = false;
  #session: Session | null = null;

  constructor(given: {
    machine: Machine;
    accounts: readonly Account[];
    socket: Socket;
    /** What `socket` runs on: itself, or what lies below TLS. */
    bare: Socket;
    heard: (words: readonly string[]) => void;
    way: Way;
    /** After how long of silence it is over, in milliseconds. */
    keepaliveMs: number;
  }) {
    this.#machine = given.machine;
    this.#accounts = given.accounts;
    this.#socket = given.socket;
    this.#heard = given.heard;
    this.#out = new Outgoing(given.socket, given.bare, given.machine.faults);
    const reader = new SentenceReader();
    given.socket.on('data', (bytes) => this.#read(reader, bytes));
    given.socket.on('close', () => {
      this.#link.over();
      this.#end();
    });
    this.#link = new Link({ ...given, out: this.#out, giveUp: () => this.#giveUp() });
  }

  #read(reader: SentenceReader, bytes: Buffer): void {
    try {
      for (const words of reader.push(bytes)) this.#hear(words);
    } catch (error) {
      if (!(error instanceof NotTheProtocol)) throw error;
      this.#socket.destroy();
    }
  }

  #hear(words: readonly string[]): void {
    if (this.#isOver) return;
    this.#heard(words);
    const command = readCommand(words);
    if (this.#machine.faults.isSilentAfterLogin && this.#account !== null) return;
    if (command.path === '/login') this.#signIn(command);
    else if (command.path === '/quit') this.#fatal('session terminated on request');
    else if (this.#account === null) this.#fatal('not logged in');
    else if (command.path === '/cancel') this.#cancel(command);
    else void this.#run(command, this.#account);
  }

  #signIn(command: Command): void {
    const answer = login(this.#machine, this.#accounts, command, this.#login);
    const { state } = this.#machine;
    const address = this.#link.from;
    if (answer.kind === 'challenge') this.#say('!done', command.tag, answer.fields);
    else if (answer.kind === 'in') {
      this.#account = answer.account;
      const { name, policies } = answer.account;
      const group = policies.includes('write') ? 'full' : 'read';
      if (this.#session !== null) {
        state.sessions.delete(this.#session);
        state.safeMode.ended(this.#session);
      }
      this.#session = { id: nextSession++, name, group, address, since: Date.now() };
      state.sessions.add(this.#session);
      state.log('system,info,account', `user ${name} logged in from ${address} via api`);
      this.#say('!done', command.tag);
    } else {
      const name = command.attributes.get('name') ?? '';
      state.log('system,error,critical', `login failure for user ${name} from ${address} via api`);
      if (answer.isLast) this.#fatal('too many commands before login');
      else this.#trap(answer.trap, command.tag);
    }
  }

  /** The measured order: each command's trap, the done of the cancel, each command's own done. */
  #cancel(command: Command): void {
    const tag = command.attributes.get('tag');
    const meant = [...this.#running].filter((one) => tag === undefined || one.tag === tag);
    for (const one of meant) {
      one.isOver = true;
      one.stop.abort();
      this.#running.delete(one);
      this.#sayTrap(interrupted(), one.tag);
    }
    this.#say('!done', command.tag);
    for (const one of meant) this.#say('!done', one.tag);
  }

  async #run(command: Command, account: Account): Promise<void> {
    const running: Running = { tag: command.tag, stop: new AbortController(), isOver: false };
    this.#running.add(running);
    let ending: Ending | Trap;
    try {
      const operation = operationOf(this.#machine, account, command);
      ending = await perform(operation, this.#callOf(command, account, running));
    } catch (error) {
      if (!(error instanceof Trap)) throw error;
      ending = error;
    }
    this.#running.delete(running);
    if (running.isOver) return;
    running.isOver = true;
    if (ending instanceof Trap) this.#trap(ending, command.tag);
    else this.#done(ending, command.tag);
  }

  #callOf(command: Command, account: Account, running: Running): Call {
    return {
      machine: this.#machine,
      account,
      session: this.#session,
      attributes: command.attributes,
      queries: command.queries,
      signal: running.stop.signal,
      reply: (fields) => {
        if (running.isOver) return;
        const isLying = this.#machine.faults.lie === 'unknownTag';
        this.#say('!re', isLying ? 'never-heard-of' : command.tag, fields);
        if (this.#machine.faults.lie === 'fatal') this.#fatal('router is rebooting');
      },
      breathe: () => this.#out.drained(),
    };
  }

  #done(ending: Ending, tag: string | null): void {
    if (ending === 'empty' && this.#machine.version.saysEmpty) this.#say('!empty', tag);
    const fields = ending === 'empty' || ending === null ? {} : ending;
    this.#say('!done', tag, fields);
    if (this.#machine.faults.lie === 'doubleDone') this.#say('!done', tag, fields);
  }

  #trap(trap: Trap, tag: string | null): void {
    this.#sayTrap(trap, tag);
    this.#say('!done', tag);
  }

  #sayTrap({ message, category }: Trap, tag: string | null): void {
    this.#say('!trap', tag, { ...(category === null ? {} : { category: String(category) }), message });
  }

  #say(kind: string, tag: string | null, fields: Fields = {}): void {
    this.#out.say(writeReply(kind, tag, fields));
  }

  #fatal(reason: string): void {
    this.#isOver = true;
    this.#out.finish(['!fatal', reason]);
    this.#end();
  }

  /** Nobody has answered for too long. */
  #giveUp(): void {
    this.#isOver = true;
    this.#out.drop();
    this.#end();
  }

  #end(): void {
    for (const one of this.#running) {
      one.isOver = true;
      one.stop.abort();
    }
    this.#running.clear();
    if (this.#session === null) return;
    const { name, address } = this.#session;
    const { state } = this.#machine;
    state.sessions.delete(this.#session);
    state.log('system,info,account', `user ${name} logged out from ${address} via api`);
    state.safeMode.ended(this.#session);
    this.#session = null;
  }
}

let nextSession = 1;

import type { Fields } from './command';
import type { Faults } from './faults';
import type { Model } from './models';
import type { Network } from './network';
import type { Scheduler } from './scheduler/scheduler';
import type { RouterState, Session } from './state';
import type { Version } from './version';

export interface Account {
  readonly name: string;
  readonly password: string;
  /** RouterOS's own: api, read, write, test, sniff, sensitive, ... */
  readonly policies: readonly string[];
}

/** A router without its wire: what every command works on. */
export interface Machine {
  readonly version: Version;
  readonly model: Model;
  readonly seed: number;
  readonly state: RouterState;
  readonly network: Network;
  readonly faults: Faults;
  readonly accounts: readonly Account[];
  /** What the system leaves for files, where that is given; else the seed decides. */
  readonly freeStorageBytes: number | null;
  readonly scheduler: Scheduler;
  /** Begins a reboot; whoever asks still gets their answer. */
  readonly reboot: () => void;
}

/** One command on its way. */
export interface Call {
  readonly machine: Machine;
  readonly account: Account;
  /** Who is signed in; null: a script that the router runs by itself. */
  readonly session: Session | null;
  readonly attributes: ReadonlyMap<string, string>;
  readonly queries: readonly string[];
  /** Aborted by `/cancel` and by the end of the connection. */
  readonly signal: AbortSignal;
  /** Sends one row. */
  reply(fields: Fields): void;
  /** Lets others run and the reader catch up. */
  breathe(): Promise<void>;
}

/** What a command does; what it returns is said with `!done`. `empty` is a print without rows. */
export type Handler = (call: Call) => Promise<Ending> | Ending;
export type Ending = Fields | 'empty' | null;

export interface Operation {
  /** What the account must be allowed to, beside `api`. */
  readonly policy: 'read' | 'write' | 'test' | 'sniff' | 'reboot' | 'ftp';
  /** What else the account must be allowed to. */
  readonly also?: readonly string[];
  /** Arguments it knows, on this router where that differs. */
  readonly parameters: readonly string[] | ((machine: Machine) => readonly string[]);
  readonly run: Handler;
  /** It works on the history itself: nothing that it changes is written into it. */
  readonly isItsOwnHistory?: boolean;
  /** Absent: on every router that has the menu. */
  readonly exists?: (machine: Machine) => boolean;
}

/** A menu: the commands in it. */
export interface Menu {
  readonly operations: Readonly<Record<string, Operation>>;
  /** Absent: on every router. */
  readonly exists?: (machine: Machine) => boolean;
}
export type Menus = Readonly<Record<string, Menu>>;

/** Settles after `ms`, or at once when the call is interrupted. */
export function waits(call: Pick<Call, 'signal'>, ms: number): Promise<void> {
  return new Promise((resolve) => {
    if (call.signal.aborted || ms <= 0) {
      resolve();
      return;
    }
    const over = () => {
      clearTimeout(timer);
      call.signal.removeEventListener('abort', over);
      resolve();
    };
    const timer = setTimeout(over, ms);
    call.signal.addEventListener('abort', over);
  });
}

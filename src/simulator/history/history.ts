import type { RouterState } from '../state';
import { bring, type Difference } from './difference';
import type { Told } from './telling';

/** How many actions are remembered. */
export const remembered = 100;

/** One action in the history, and how it is taken back. */
export interface Entry extends Told {
  readonly id: number;
  readonly at: number;
  readonly by: string;
  readonly policy: string;
  readonly did: Difference;
  /** `floating`: taken back by itself when safe mode ends without a release. */
  state: 'undoable' | 'redoable' | 'floating';
}

/** What was done to a router's configuration, by whom. It lives in memory: a reboot forgets it. */
export class History {
  readonly entries: Entry[] = [];
  #lastId = 0;

  /** The newest stands last. What had been undone can no longer be redone. */
  add(entry: Omit<Entry, 'id'>): void {
    this.#keep((one) => one.state !== 'redoable');
    this.entries.push({ id: ++this.#lastId, ...entry });
    if (this.entries.length > remembered) this.entries.shift();
  }

  /** Takes the last action back; false: there is none. */
  undo(state: RouterState): boolean {
    const last = this.entries.findLast((one) => one.state !== 'redoable');
    if (last === undefined) return false;
    bring(state, last.did, 'before');
    last.state = 'redoable';
    return true;
  }

  /** Does again what was undone last; false: there is nothing. */
  redo(state: RouterState, isFloating: boolean): boolean {
    const first = this.entries.find((one) => one.state === 'redoable');
    if (first === undefined) return false;
    bring(state, first.did, 'after');
    first.state = isFloating ? 'floating' : 'undoable';
    return true;
  }

  get floating(): number {
    return this.entries.filter((one) => one.state === 'floating').length;
  }

  /** What was done in safe mode stays. */
  settle(): void {
    for (const one of this.entries) if (one.state === 'floating') one.state = 'undoable';
  }

  /** Takes back all that was done in safe mode, the newest first. */
  unroll(state: RouterState): void {
    for (const one of [...this.entries].reverse()) if (one.state === 'floating') bring(state, one.did, 'before');
    this.#keep((one) => one.state !== 'floating');
  }

  forget(): void {
    this.entries.splice(0);
  }

  #keep(isKept: (entry: Entry) => boolean): void {
    this.entries.splice(0, this.entries.length, ...this.entries.filter(isKept));
  }
}

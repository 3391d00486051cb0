import type { Fields } from '../command';
import type { Entry } from '../history/history';
import type { Machine, Menu, Menus, Operation } from '../machine';
import { printOf } from '../print';
import { failure } from '../trap';
import { writtenFlag, writtenId, writtenMoment } from '../written';

function row({ state, version }: Machine, entry: Entry): Fields {
  return {
    ...{ '.id': writtenId(entry.id), redo: entry.redo, undo: entry.undo, action: entry.action },
    ...{ by: entry.by, policy: entry.policy, time: writtenMoment(state.shown(entry.at), version) },
    ...{ undoable: writtenFlag(entry.state === 'undoable'), redoable: writtenFlag(entry.state === 'redoable') },
    'floating-undo': writtenFlag(entry.state === 'floating'),
  };
}

/** The newest first. */
const rows = (machine: Machine): Fields[] =>
  [...machine.state.history.entries].reverse().map((entry) => row(machine, entry));

const step = (what: 'undo' | 'redo'): Operation => ({
  policy: 'write',
  parameters: [],
  isItsOwnHistory: true,
  run({ machine: { state } }) {
    const isDone =
      what === 'undo' ? state.history.undo(state) : state.history.redo(state, state.safeMode.holder !== null);
    if (!isDone) throw failure(`nothing to ${what}`);
    state.changed();
    return null;
  },
});

export const undo = step('undo');
export const redo = step('redo');

const history: Menu = { operations: { print: printOf({ rows }) } };
export const historyMenus: Menus = { '/system/history': history };

import { chosen } from '../argument';
import type { Fields } from '../command';
import { type Editable, editing } from '../edit';
import type { Call, Machine, Menus, Operation } from '../machine';
import { printOf, rowOf } from '../print';
import { asWritten, readClock, readDate } from '../scheduler/due';
import { path } from '../scheduler/scheduler';
import { failure, invalid } from '../trap';
import { readTime, writtenMoment, writtenTime, writtenUptime } from '../written';
import { isAllowed } from './system';

/** What a schedule may grant its script; all of it when nobody says less. */
const policies = ['ftp', 'reboot', 'read', 'write', 'policy', 'test', 'password', 'sniff', 'sensitive', 'romon'];

const editable: Editable = {
  path,
  settable: {
    ...{ name: 'text', 'start-date': 'text', 'start-time': 'text', interval: 'text', 'on-event': 'text' },
    ...{ owner: 'text', policy: 'text', disabled: 'flag', comment: 'text' },
  },
  required: ['name'],
  conflict: ({ name }, others) =>
    name !== undefined && others.some((other) => other.name === name) ? 'failure: already have such name' : null,
};

/** How each argument is written down. Throws Trap for what is none. */
const normal: Readonly<Record<string, (text: string, call: Call) => string>> = {
  'start-date': (text, { machine }) => {
    const midnight = readDate(text);
    if (midnight === null) throw invalid('start-date');
    return asWritten(midnight, machine.version);
  },
  'start-time': (text) => {
    if (text !== 'startup' && readClock(text) === null) throw invalid('start-time');
    return text;
  },
  interval: (text) => {
    const ms = readTime(text);
    if (ms === null) throw invalid('interval');
    return writtenUptime(ms / 1000);
  },
  policy: (text) =>
    text
      .split(',')
      .map((one) => chosen('policy', one, policies))
      .join(','),
};

/** When nothing else is said, it begins now. */
function usual({ machine, account }: Call): Fields {
  const now = machine.state.shown(Date.now());
  return {
    ...{ 'start-date': asWritten(now.getTime(), machine.version), 'start-time': writtenTime(now), interval: '0s' },
    ...{ 'on-event': '', owner: account.name, policy: policies.join(',') },
  };
}

/** The same command with its arguments as they are written down. */
function tidied(call: Call, defaults: Fields): Call {
  const attributes = new Map([...Object.entries(defaults), ...call.attributes]);
  for (const [name, value] of attributes) {
    const write = Object.hasOwn(normal, name) ? normal[name] : undefined;
    if (write !== undefined) attributes.set(name, write(value, call));
  }
  return { ...call, attributes };
}

/** Commands that a mode may forbid; taking a schedule away is always allowed. */
const guarded = (operation: Operation, defaults: (call: Call) => Fields): Operation => ({
  ...operation,
  // Whoever adds it owns it; nobody says so.
  parameters: (machine) => parametersOf(operation, machine).filter((name) => name !== 'owner'),
  run(call) {
    if (!isAllowed(call.machine, 'scheduler')) throw failure('not allowed by device-mode');
    return operation.run(tidied(call, defaults(call)));
  },
});

const parametersOf = ({ parameters }: Operation, machine: Machine): readonly string[] =>
  typeof parameters === 'function' ? parameters(machine) : parameters;

function rows(machine: Machine): Fields[] {
  const { state, version, scheduler } = machine;
  return state.table(path).items.map((item) => {
    const { disabled = 'false', comment, ...row } = rowOf(item, machine);
    const { runs, at } = scheduler.plannedOf(item);
    return {
      ...{ ...row, 'run-count': String(runs) },
      ...(at === null ? {} : { 'next-run': writtenMoment(state.shown(at), version) }),
      ...{ disabled, ...(comment === undefined ? {} : { comment }) },
    };
  });
}

const edits = editing(editable);
const none = (): Fields => ({});
const guardedEdits = Object.fromEntries(
  Object.entries(edits).map(([verb, operation]) => [
    verb,
    verb === 'remove' || verb === 'disable' ? operation : guarded(operation, verb === 'add' ? usual : none),
  ]),
);

export const schedulerMenus: Menus = { [path]: { operations: { print: printOf({ rows }), ...guardedEdits } } };

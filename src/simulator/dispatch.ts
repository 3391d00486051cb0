import type { Command } from './command';
import type { Account, Machine, Menu, Operation } from './machine';
import { menus } from './menus/all';
import { noSuchCommand, noSuchPrefix, notPermitted, unknownParameter } from './trap';

/** The operation a sentence asks for, once all of it is in order. Throws Trap in RouterOS's words. */
export function operationOf(machine: Machine, account: Account, command: Command): Operation {
  const operation = found(machine, command.path);
  const { parameters } = operation;
  const known = typeof parameters === 'function' ? parameters(machine) : parameters;
  for (const name of command.attributes.keys()) if (!known.includes(name)) throw unknownParameter(name);
  const needed = [operation.policy, ...(operation.also ?? [])];
  if (!needed.every((policy) => account.policies.includes(policy))) throw notPermitted();
  return operation;
}

/** Whether there is such a command at all. */
export function knows(machine: Machine, path: string): boolean {
  const split = path.lastIndexOf('/');
  const menu = menuAt(machine, path.slice(0, split));
  const operation = menu === null ? null : own(menu.operations, path.slice(split + 1));
  return operation !== null && operation.exists?.(machine) !== false;
}

function found(machine: Machine, path: string): Operation {
  if (!path.startsWith('/')) throw noSuchCommand();
  const split = path.lastIndexOf('/');
  const [prefix, name] = [path.slice(0, split), path.slice(split + 1)];
  const menu = menuAt(machine, prefix);
  if (menu === null) throw leadsSomewhere(machine, prefix) ? noSuchCommand() : noSuchPrefix();
  // `getall` is what print was called before it was called print.
  const operation = own(menu.operations, name === 'getall' ? 'print' : name);
  if (operation === null || operation.exists?.(machine) === false) throw noSuchCommand();
  return operation;
}

const own = <T>(table: Readonly<Record<string, T>>, name: string): T | null =>
  Object.hasOwn(table, name) ? (table[name] ?? null) : null;

function menuAt(machine: Machine, prefix: string): Menu | null {
  const menu = own(menus, prefix);
  return menu === null || menu.exists?.(machine) === false ? null : menu;
}

const leadsSomewhere = (machine: Machine, prefix: string): boolean =>
  Object.keys(menus).some((path) => path.startsWith(`${prefix}/`) && menuAt(machine, path) !== null);

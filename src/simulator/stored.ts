import { isIPv4, isIPv6 } from 'node:net';
import { chosen, flagOf, interfacesOf, needed, timeOf, wholeOf } from './argument';
import type { Fields } from './command';
import type { Call } from './machine';
import { invalid } from './trap';
import { writtenFlag, writtenUptime } from './written';

/** Reads an argument as it is stored. Throws Trap. */
export type Reader = (call: Pick<Call, 'attributes' | 'machine'>, name: string) => string;

/** What a property takes: a list is all it can be. */
export type Taken =
  | 'text'
  | 'flag'
  | 'number'
  | 'interface'
  | 'prefix'
  | 'prefixes'
  | 'address'
  | 'time'
  | readonly string[]
  | Reader
  /** The name of a row of another menu. */
  | { readonly rowOf: string };

/** Properties and what each takes. */
export type Settable = Readonly<Record<string, Taken>>;

/** The properties a sentence gives, as they are stored; those in `cleared` that it gives as nothing are left out. */
export function taken(call: Parameters<Reader>[0], settable: Settable, cleared: readonly string[] = []): Fields {
  const fields: Fields = {};
  for (const [name, kind] of Object.entries(settable)) {
    if (!call.attributes.has(name) || isCleared(call, name, cleared)) continue;
    fields[name] = stored(call, name, kind);
  }
  return fields;
}

/** Whether a sentence takes a property away by giving it as nothing. */
export const isCleared = ({ attributes }: Pick<Call, 'attributes'>, name: string, cleared: readonly string[]) =>
  attributes.get(name) === '' && cleared.includes(name);

function stored(call: Parameters<Reader>[0], name: string, kind: Taken): string {
  const text = call.attributes.get(name) ?? '';
  if (typeof kind === 'function') return kind(call, name);
  if (typeof kind !== 'string') return chosen(name, text, 'rowOf' in kind ? namesIn(call, kind.rowOf) : kind);
  switch (kind) {
    case 'text':
      return text;
    case 'flag':
      return writtenFlag(flagOf(call, name));
    case 'number':
      return String(wholeOf(call, name, [0, 0xffff_ffff]) ?? 0);
    case 'interface':
      return interfacesOf(call, name)[0] ?? '';
    case 'address':
      if (!isIPv4(needed(call, name))) throw invalid(name);
      return text;
    case 'prefix':
      return prefix(name, text);
    case 'prefixes':
      return text
        .split(',')
        .map((one) => wholePrefix(name, one))
        .join(',');
    case 'time':
      return writtenUptime((timeOf(call, name) ?? 0) / 1000);
  }
}

const namesIn = ({ machine }: Parameters<Reader>[0], path: string): string[] =>
  machine.state.table(path).items.map(({ fields }) => fields.name ?? '');

/** Of either family; an address alone is a network of one. */
function wholePrefix(name: string, text: string): string {
  const [address = '', length, ...rest] = text.split('/');
  const most = isIPv4(address) ? 32 : isIPv6(address) ? 128 : null;
  if (most === null || rest.length > 0) throw invalid(name);
  if (length === undefined) return `${address}/${most}`;
  if (!/^\d+$/.test(length) || Number(length) > most) throw invalid(name);
  return text;
}

function prefix(name: string, text: string): string {
  const whole = wholePrefix(name, text);
  if (!isIPv4(whole.split('/')[0] ?? '')) throw invalid(name);
  return whole;
}

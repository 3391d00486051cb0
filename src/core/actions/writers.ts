import { AppError } from '../errors';
import type { Parameter, Value } from './parameter';

/** What makes a word more than one value: control and invisible characters, lone surrogates, an equals sign. */
const unspeakable = /[\p{C}\p{Zl}\p{Zp}=]/u;

/**
 * The text of a value inside a word, made here and nowhere else. Throws AppError('invalid') for what no word may hold,
 * even if whoever checked the value before let it pass.
 */
export function wordText({ name, kind }: Parameter, value: Value): string {
  const text = writers[kind](value) ?? '';
  // The equals sign at the end of a key is its filling: after the first of a word it ends nothing.
  const judged = kind === 'publicKey' ? text.replace(/=$/, '') : text;
  if (judged === '' || unspeakable.test(judged))
    throw new AppError('invalid', `${name}: this cannot be said to a router`);
  return text;
}

type Writer = (value: Value) => string | null;

const text: Writer = (value) => (typeof value === 'string' ? value : null);
const whole: Writer = (value) => (typeof value === 'number' && Number.isSafeInteger(value) ? String(value) : null);

/** RouterOS's own lists have commas; one inside a name would make two of it. */
const listed: Writer = (value) =>
  Array.isArray(value) && value.every((one) => typeof one === 'string' && one !== '' && !one.includes(','))
    ? value.join(',')
    : null;

const writers: Readonly<Record<Parameter['kind'], Writer>> = {
  address: text,
  mac: text,
  prefix: text,
  choice: text,
  interface: text,
  text,
  integer: whole,
  milliseconds: (value) => (typeof value === 'number' && Number.isSafeInteger(value) ? durationText(value) : null),
  flag: (value) => (typeof value === 'boolean' ? (value ? 'yes' : 'no') : null),
  choices: listed,
  addresses: listed,
  interfaces: listed,
  row: text,
  ports: text,
  rates: text,
  spans: text,
  publicKey: text,
  secret: text,
  // None of them is ever said to a router: what they name is looked up, compared or written down.
  fingerprint: () => null,
  template: () => null,
  device: () => null,
  confirmation: () => null,
  reason: () => null,
};

/** 1500 -> `1s500ms`, which both RouterOS 6 and 7 read. */
function durationText(ms: number): string {
  const [seconds, rest] = [Math.floor(ms / 1000), ms % 1000];
  return `${seconds > 0 ? `${seconds}s` : ''}${rest > 0 || seconds === 0 ? `${rest}ms` : ''}`;
}

import { AppError } from '../errors';
import type { Parameter, Value } from './define';

/** What makes a word more than one value: control and invisible characters, lone surrogates, an equals sign. */
const unspeakable = /[\p{C}\p{Zl}\p{Zp}=]/u;

/**
 * The text of a value inside a word, made here and nowhere else. Throws AppError('invalid') for what no word may hold,
 * even if whoever checked the value before let it pass.
 */
export function wordText({ name, kind }: Parameter, value: Value): string {
  const text = writers[kind](value);
  if (text === null || text === '' || unspeakable.test(text))
    throw new AppError('invalid', `${name}: this cannot be said to a router`);
  return text;
}

type Writer = (value: Value) => string | null;

const text: Writer = (value) => (typeof value === 'string' ? value : null);
const whole: Writer = (value) => (typeof value === 'number' && Number.isSafeInteger(value) ? String(value) : null);

const writers: Readonly<Record<Parameter['kind'], Writer>> = {
  address: text,
  prefix: text,
  choice: text,
  interface: text,
  text,
  integer: whole,
  milliseconds: (value) => (typeof value === 'number' && Number.isSafeInteger(value) ? durationText(value) : null),
  flag: (value) => (typeof value === 'boolean' ? (value ? 'yes' : 'no') : null),
  // No word takes several of ours: they are for the sieve.
  choices: () => null,
};

/** 1500 -> `1s500ms`, which both RouterOS 6 and 7 read. */
function durationText(ms: number): string {
  const [seconds, rest] = [Math.floor(ms / 1000), ms % 1000];
  return `${seconds > 0 ? `${seconds}s` : ''}${rest > 0 || seconds === 0 ? `${rest}ms` : ''}`;
}

import type { Parameter, Value } from '../actions/parameter';
import { wordText } from '../actions/writers';

/**
 * A value as RouterOS answers it when it is read back: a flag is `true` there and `yes` only in a word, a rate is a number of
 * bits, and a single address has no length.
 */
export function answered(parameter: Parameter, value: Value): string {
  if (typeof value === 'boolean') return String(value);
  const text = wordText(parameter, value);
  if (parameter.kind === 'rates') return text.split('/').map(inBits).join('/');
  // Each of several that may be networks has its length.
  if (parameter.kind === 'addresses' && parameter.accepts.endsWith('Prefix'))
    return text.split(',').map(withLength).join(',');
  return text;
}

const withLength = (address: string): string =>
  address.includes('/') ? address : `${address}/${address.includes(':') ? 128 : 32}`;

const factors: Readonly<Record<string, number>> = { k: 1e3, M: 1e6, G: 1e9 };

/** `10M` -> `10000000` */
function inBits(rate: string): string {
  const factor = factors[rate.slice(-1)];
  return factor === undefined ? rate : String(Number(rate.slice(0, -1)) * factor);
}

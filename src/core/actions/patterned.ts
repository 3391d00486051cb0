import type { Judgement } from './addresses';

/** A row's number as RouterOS gives it. */
export const isRowNumber = (text: string): boolean => /^\*[0-9A-F]{1,8}$/.test(text);

const port = (text: string): boolean => /^[1-9]\d{0,4}$/.test(text) && Number(text) <= 65_535;

/** `80`, `80,443`, `1000-2000`: RouterOS takes at most 15. */
function arePorts(text: string): boolean {
  const parts = text.split(',');
  return (
    parts.length <= 15 &&
    parts.every((part) => {
      const [from = '', to = from, ...rest] = part.split('-');
      return rest.length === 0 && port(from) && port(to) && Number(from) <= Number(to);
    })
  );
}

const of =
  (form: RegExp) =>
  (text: string): boolean =>
    form.test(text);

/** The kinds of parameters whose text has one form, and no more to it. */
export const patterned = {
  row: ["a row's number, as in *1A", isRowNumber],
  fingerprint: ['64 hexadecimal digits', of(/^[0-9a-f]{64}$/)],
  ports: ['ports, as in 80 or 80,443 or 1000-2000', arePorts],
  spans: ['seconds up and down, as in 8s/8s', of(/^(?:0|[1-9]\d{0,2})s\/(?:0|[1-9]\d{0,2})s$/)],
  rates: ['bits per second up and down, as in 10M/2M', of(/^(?:0|[1-9]\d{0,8}[kMG]?)\/(?:0|[1-9]\d{0,8}[kMG]?)$/)],
  publicKey: ['a public key of 44 characters', of(/^[A-Za-z0-9+/]{42}[AEIMQUYcgkosw048]=$/)],
  template: ['a template and its version, as in ntp@3', of(/^[a-z0-9]+(?:-[a-z0-9]+)*@[1-9]\d{0,5}$/)],
  // RFC 9562: a version from 1 to 8, and the variant whose digit is 8, 9, a or b.
  device: ['a device', of(/^[0-9a-f]{8}-[0-9a-f]{4}-[1-8][0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/i)],
} as const satisfies Readonly<Record<string, Judgement>>;

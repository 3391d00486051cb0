import type { Parameter } from '@/core/actions/parameter';

/** Hostile strings for each kind of parameter, over every parameter of the kind in all 81 actions: with `npm run test:thorough`. */
export const casesEach = 100_000;

const plainText = /^[^\p{C}\p{Zl}\p{Zp}]+$/u;
const wordly = /^[^=\p{C}\p{Zl}\p{Zp}]+$/u;
const address = /^[\w.:/-]+$/;
const never = /^(?!)/;
/** What an accepted text of a kind is made of, seen roughly and from outside: a new kind has to say it too. */
export const madeOf: Readonly<Record<Parameter['kind'], RegExp>> = {
  address,
  addresses: address,
  prefix: /^[\da-f.:]+\/\d+$/i,
  mac: /^[\da-f.:-]{12,17}$/i,
  integer: never,
  milliseconds: never,
  flag: never,
  choice: wordly,
  choices: wordly,
  interface: /^[^*!=,\s\p{C}][^=,\p{C}\p{Zl}\p{Zp}]*$/u,
  interfaces: /^[^*!=,\s\p{C}][^=,\p{C}\p{Zl}\p{Zp}]*$/u,
  // Where no word takes it an equals sign does no harm; where one does it is refused, which is looked at below.
  text: plainText,
  row: /^\*[\dA-F]+$/,
  fingerprint: /^[\da-f]{64}$/,
  ports: /^\d[\d,-]*$/,
  spans: /^\d+s\/\d+s$/,
  rates: /^\d+[kMG]?\/\d+[kMG]?$/,
  publicKey: /^[A-Za-z\d+/]{43}=$/,
  secret: /^[^\s"'\\=\p{C}]+$/u,
  template: /^[a-z\d-]+@\d+$/,
  device: /^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/,
  confirmation: plainText,
  reason: plainText,
};
/** Of a password, which only templates have, tests/core/templates looks. */
export const kinds = Object.keys(madeOf).filter((kind) => kind !== 'secret');

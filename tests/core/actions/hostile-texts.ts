import fc from 'fast-check';

/** Pieces of what people try: second words, other commands, other fields, ends of sentences, names that are everywhere. */
const pieces = [
  '=disabled=yes',
  '=.proplist=password',
  '?name=x',
  '?#|',
  '.tag=1',
  '\u0000',
  '\n',
  '\r\n/system/reboot',
  '/execute',
  '; /system/reset-configuration',
  '[/system/identity/get name]',
  '$(x)',
  '"',
  '\\',
  '*1',
  '*FFFFFFFF',
  '!ether1',
  '!',
  '=',
  '==',
  ' ',
  ',',
  ',,',
  '-',
  '/',
  '/0',
  '@',
  '@1',
  '0',
  '65536',
  'G',
  '\u00a0',
  '\u200b',
  '\u2028',
  '\u202e',
  '\ud800',
  '\ufeff',
  '٣',
  'Ａ',
  'ä',
  '€',
  '🛰',
  '__proto__',
  'constructor',
  '%ether1',
  '192.0.2.1',
  '2001:db8::1',
  '2001:DB8:0::1',
  '::ffff:192.0.2.1',
  '0.0.0.0/0',
  '10.0.0.0/8',
  'aa-bb-cc-dd-ee-ff',
  'AABB.CCDD.EEFF',
  'router.example.net',
  'ether1',
  'forward',
  'icmp',
  'true',
  'a'.repeat(70),
  '/'.repeat(0x80),
];

const texts = fc.oneof(
  { weight: 1, arbitrary: fc.string({ unit: 'binary', maxLength: 20 }) },
  { weight: 1, arbitrary: fc.string({ unit: 'grapheme', maxLength: 12 }) },
  { weight: 2, arbitrary: fc.constantFrom(...pieces) },
  { weight: 2, arbitrary: fc.tuple(fc.constantFrom(...pieces), fc.constantFrom(...pieces)).map((two) => two.join('')) },
);

/** A text, and what becomes of a plain value with it. */
export interface Attempt {
  readonly text: string;
  readonly how: number;
  readonly at: number;
}

export const attempts: fc.Arbitrary<Attempt> = fc.record(
  { text: texts, how: fc.nat({ max: hows().length - 1 }), at: fc.nat({ max: 80 }) },
  { noNullPrototype: true },
);

/** The text alone, or a plain value that is nearly as it should be. */
export const hostileText = (plain: string, { how, ...attempt }: Attempt): string =>
  hows()[how]?.(plain, { ...attempt, at: attempt.at % (plain.length + 1) }) ?? '';

type How = (plain: string, attempt: Omit<Attempt, 'how'>) => string;

function hows(): readonly How[] {
  return [
    (_, { text }) => text,
    (_, { text }) => text,
    (plain, { text }) => plain + text,
    (plain, { text }) => text + plain,
    (plain, { text, at }) => plain.slice(0, at) + text + plain.slice(at),
    (plain, { text, at }) => plain.slice(0, at) + text.slice(0, 1) + plain.slice(at + 1),
    (plain, { at }) => plain.slice(0, at),
    (plain, { at }) => (at % 2 === 0 ? plain.toUpperCase() : plain.toLowerCase()),
    (plain) => plain,
  ];
}

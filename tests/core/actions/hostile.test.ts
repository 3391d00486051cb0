import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { compile } from '@/core/actions/compile';
import type { Parameter, Values } from '@/core/actions/define';
import { type ActionId, actionIds, actionOf } from '@/core/actions/index';
import { AppError } from '@/core/errors';

const attempts = 10_000;
/** Not how fast they are to be, but after how long they hang. */
const patienceMs = 120_000;

/** Pieces of what people try: second words, other commands, other fields, ends of sentences, names that are everywhere. */
const pieces = [
  '=disabled=yes',
  '=.proplist=password',
  '?name=x',
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
  '!ether1',
  '=',
  ' ',
  '\u202e',
  '\ud800',
  '\ufeff',
  'ä',
  '€',
  '🛰',
  '__proto__',
  'constructor',
  '%ether1',
  '192.0.2.1',
  '2001:db8::1',
  '0.0.0.0/0',
  'router.example.net',
  'ether1',
  'forward',
  'icmp',
  'a'.repeat(70),
];

const hostile = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 40 }),
  fc.string({ unit: 'grapheme', maxLength: 40 }),
  fc.array(fc.constantFrom(...pieces), { maxLength: 4 }).map((parts) => parts.join('')),
  fc.tuple(fc.constantFrom(...pieces), fc.string({ unit: 'binary', maxLength: 6 })).map((parts) => parts.join('')),
);

const values: Readonly<Partial<Record<ActionId, Values>>> = {
  'tool.ping': { address: '192.0.2.1' },
  'tool.traceroute': { address: '192.0.2.1' },
};

const enabled = actionIds.filter((id) => actionOf(id).disabledBecause === null);

/** Every word of an action's sentences when `parameter` has this value, or null: refused. */
function words(id: ActionId, parameter: string, value: unknown): readonly string[] | null {
  try {
    // safe: a hostile value is no Value, which is the point.
    const given = { ...values[id], [parameter]: value } as Values;
    return compile(id, given, '7.20.8').flatMap((sentence) => [sentence.path, ...sentence.words]);
  } catch (error) {
    if (error instanceof AppError && error.code === 'invalid') return null;
    throw error;
  }
}

/** What is in the sentence because of the value, and nothing else may be. */
function expectOneWord(id: ActionId, { name }: Parameter, value: string): boolean {
  const said = words(id, name, value);
  if (said === null) return false;
  const without = compile(id, values[id] ?? {}, '7.20.8').flatMap((sentence) => [sentence.path, ...sentence.words]);
  const added = said.filter((word) => !without.includes(word));
  expect(added.length).toBeLessThanOrEqual(1);
  expect(said.length).toBeLessThanOrEqual(without.length + 1);
  for (const word of added) {
    expect([`=${name}=${value}`, `?${name}=${value}`]).toContain(word);
    expect(value).not.toMatch(/[\p{C}\p{Zl}\p{Zp}=]/u);
  }
  return true;
}

const kinds: readonly Parameter['kind'][] = ['address', 'prefix', 'interface', 'text'];

describe.each(kinds)('%s', (kind) => {
  const targets = enabled.flatMap((id) =>
    actionOf(id)
      .parameters.filter((parameter) => parameter.kind === kind)
      .map((parameter) => ({ id, parameter })),
  );

  test(
    'a hostile text is refused or is exactly one word, letter for letter',
    () => {
      let accepted = 0;
      fc.assert(
        fc.property(fc.constantFrom(...targets), hostile, ({ id, parameter }, value) => {
          if (expectOneWord(id, parameter, value)) accepted++;
        }),
        { numRuns: attempts, seed: 20_260_101 },
      );
      // Were all refused, this would show nothing.
      expect(accepted).toBeGreaterThan(20);
      expect(accepted).toBeLessThan(attempts / 2);
    },
    patienceMs,
  );
});

const closed: readonly Parameter['kind'][] = ['integer', 'milliseconds', 'flag', 'choices', 'choice'];

describe.each(closed)('%s', (kind) => {
  const targets = enabled.flatMap((id) =>
    actionOf(id)
      .parameters.filter((parameter) => parameter.kind === kind)
      .map(({ name, ...parameter }) => ({ id, name, choices: 'choices' in parameter ? parameter.choices : [] })),
  );

  test(
    'a text is refused unless it is one of the choices',
    () => {
      fc.assert(
        fc.property(fc.constantFrom(...targets), hostile, ({ id, name, choices }, value) => {
          expect(words(id, name, value) !== null).toBe(kind === 'choice' && choices.includes(value));
        }),
        { numRuns: attempts, seed: 20_260_101 },
      );
    },
    patienceMs,
  );

  test('so is anything that is no text', () => {
    const odd = fc.oneof(
      fc.constant(null),
      fc.object(),
      fc.bigInt(),
      fc.constant(Number.NaN),
      fc.constant(1.5),
      fc.constant(-1),
    );
    fc.assert(
      fc.property(fc.constantFrom(...targets), odd, ({ id, name }, value) => words(id, name, value) === null),
      { numRuns: 1000, seed: 20_260_101 },
    );
  });
});

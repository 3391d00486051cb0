import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Value } from '@/core/actions/parameter';
import { AppError } from '@/core/errors';
import { compile } from '@/core/templates/compile';
import { templateIds, templateOf } from '@/core/templates/library';
import { aFifth } from '../../support/drawn';
import { samples } from '../../support/template-samples';
import { hostileOf, oneValue, parameters, saidBy, wrongWith } from './hostile';

/* Whoever fills in a template may type anything: it is refused, or it is one value of one word. */

test('what is right compiles to one value a word', () => {
  for (const id of templateIds) for (const values of samples[id]) expect(wrongWith(id, values)).toEqual([]);
});

describe('whatever is typed', () => {
  test.each(parameters)('$id $name', ({ id, name, plain }) => {
    fc.assert(
      fc.property(hostileOf(plain[name] ?? '10.0.0.1'), (hostile) => {
        // safe: whoever asks sends JSON, and nobody has looked at it yet.
        expect(wrongWith(id, { ...plain, [name]: hostile as Value }) ?? []).toEqual([]);
      }),
      { numRuns: aFifth(2_000) },
    );
  });

  test('that test bites', () => {
    const [first] = compile(templateOf('subscriber.suspend'), { name: 'anna' });
    if (first === undefined) throw new Error('it has steps');
    expect(() => saidBy({ ...first, where: { name: 'anna\n=disabled' } })).toThrow(AppError);
    expect(oneValue.test('=name=anna=disabled')).toBe(false);
    expect(oneValue.test('=name=anna\n')).toBe(false);
    expect(() => wrongWith('subscriber.suspend', { name: 'anna', password: 'x' })).not.toThrow();
    expect(wrongWith('subscriber.suspend', { name: 'anna', password: 'x' })).toBeNull();
  });
});

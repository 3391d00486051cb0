import fc from 'fast-check';
import type { Value } from '@/core/actions/parameter';
import { hostileOf, parameters, wrongWith } from '../core/templates/hostile';
import type { Amount } from './amount';
import type { Counted } from './counted';

/** Each parameter of the library is given hostile values: they are refused, or come out as one value of one word. */
export function fuzzed({ seed, values }: Amount): Counted {
  const found: string[] = [];
  let [tried, refused] = [0, 0];
  for (const { id, name, plain } of parameters)
    for (const hostile of fc.sample(hostileOf(plain[name] ?? '10.0.0.1'), { seed, numRuns: values })) {
      tried += 1;
      // safe: whoever asks sends JSON, and nobody has looked at it yet.
      const wrong = wrongWith(id, { ...plain, [name]: hostile as Value });
      if (wrong === null) refused += 1;
      for (const word of wrong ?? []) found.push(`${id} ${name} ${JSON.stringify(hostile)}: ${word}`);
    }
  const what = `values of ${parameters.length} fuzzed parameters`;
  const instead = { refused, 'one value': tried - refused };
  return { what, tried, never: 'words outside the declared radius', found, instead };
}

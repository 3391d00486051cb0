import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { isRowNumber } from '@/core/actions/patterned';
import { basisText } from '@/core/change/basis';
import { inverse } from '@/core/change/inverse';
import { isNeeded, predict } from '@/core/change/predict';
import { changeSentences } from '@/core/change/said';
import { isMade, standing } from '@/core/change/standing';
import { found, madeOf, name } from './plans';

const predicted = (looks: Parameters<typeof predict>[1], steps: Parameters<typeof predict>[0]) =>
  predict(steps, looks, null);

describe('whatever is found', () => {
  test('what is predicted is what a router has that does it', () => {
    fc.assert(
      fc.property(found, ({ steps, looks }) => {
        const { changes } = predicted(looks, steps);
        const then = madeOf(looks, changes);
        expect(isMade({ steps, changes }, then)).toBe(true);
        expect(standing({ steps, changes }, then)).toBe('after');
      }),
    );
  });

  test('where anything is to be done, a router to which nothing was done is as before, and not made', () => {
    fc.assert(
      fc.property(found, ({ steps, looks }) => {
        const { changes } = predicted(looks, steps);
        fc.pre(isNeeded({ changes }));
        expect(isMade({ steps, changes }, looks)).toBe(false);
        expect(standing({ steps, changes }, looks)).toBe('before');
      }),
    );
  });

  test('what was made needs nothing more', () => {
    fc.assert(
      fc.property(found, ({ steps, looks }) => {
        const then = madeOf(looks, predicted(looks, steps).changes);
        expect(isNeeded(predicted(then, steps))).toBe(false);
      }),
    );
  });

  test('what takes it back brings back every value that it set, and nothing else', () => {
    fc.assert(
      fc.property(found, ({ steps, looks }) => {
        const { changes } = predicted(looks, steps);
        const back = inverse({ steps, changes });
        const [then = []] = madeOf(looks, changes);
        const undone = madeOf([then], predicted([then], back).changes);
        // Of sessions that were ended nothing comes back.
        expect(back.length === 0 ? [then] : undone).toEqual([looks[0]]);
        expect(predicted([then], back).refusals).toEqual([]);
      }),
    );
  });

  test('nothing is taken back of a row that is neither as it was left nor as it was', () => {
    fc.assert(
      fc.property(found, ({ steps, looks }) => {
        const { changes } = predicted(looks, steps);
        const back = inverse({ steps, changes });
        fc.pre(back.length > 0);
        const otherwise = Object.fromEntries(Object.keys(back[0]?.as ?? {}).map((name) => [name, 'otherwise']));
        const others = (looks[0] ?? []).map((row) => ({ ...row, ...otherwise }));
        expect(predicted([others], back).refusals).toContainEqual({ id: 'notAsLeft', step: 0 });
      }),
    );
  });

  test('what somebody has set back already, or was never set, is left as it is', () => {
    fc.assert(
      fc.property(found, ({ steps, looks }) => {
        const { changes } = predicted(looks, steps);
        const back = inverse({ steps, changes }, true);
        fc.pre(back.length > 0);
        const { refusals, changes: deeds } = predicted([looks[0] ?? []], back);
        expect([refusals, deeds.filter(({ deed }) => deed !== 'keep')]).toEqual([[], []]);
      }),
    );
  });

  test('each row is said by its number, and no word holds more than a value', () => {
    fc.assert(
      fc.property(found, ({ steps, looks }) => {
        for (const change of predicted(looks, steps).changes) {
          const { row } = change;
          const step = steps[change.step];
          if (step === undefined) throw new Error('a change without a step');
          const words = changeSentences(step, change).flatMap((sentence) => sentence.words);
          expect(isRowNumber(row) && words[0] === `=.id=${row}`).toBe(true);
          expect(words.slice(1)).toEqual(Object.entries(step.fields).map(([field, text]) => `=${field}=${text}`));
        }
      }),
    );
  });
});

describe('it is refused', () => {
  test.each(['', 'ANNA.ROSSI', 'anna.rossi2', 'anna'])('where the router finds "%s" instead', (other) => {
    fc.assert(
      fc.property(found, ({ steps, looks: [secrets = [], sessions = []] }) => {
        const looks = [secrets.map((row) => ({ ...row, name: other })), sessions];
        expect(predicted(looks, steps).refusals).toContainEqual({ id: 'inexactName', step: 0 });
      }),
    );
  });

  test('where the row keeps our own way, by whichever step', () => {
    fc.assert(
      fc.property(found, ({ steps, looks }) => {
        const served = looks.flatMap((rows, step) =>
          rows.some((row) => (row['remote-address'] ?? row.address) === '100.70.0.9') ? [step] : [],
        );
        const { refusals } = predict(steps, looks, '100.70.0.9');
        expect(refusals.filter(({ id }) => id === 'ownPath').map(({ step }) => step)).toEqual(served);
      }),
    );
  });

  test('where there is nobody, or more than one', () => {
    fc.assert(
      fc.property(found, ({ steps, looks: [secrets = [], sessions = []] }) => {
        expect(predicted([[], sessions], steps).refusals).toContainEqual({ id: 'notFound', step: 0 });
        const twice = [...secrets, ...secrets];
        expect(predicted([twice, sessions], steps).refusals).toContainEqual({ id: 'tooManyRows', step: 0 });
      }),
    );
  });
});

describe('what an authorisation is one of', () => {
  const identity = { serial: 'HF1', pin: null, routerOs: '7.20.8' };
  const basis = ({ steps, looks }: Pick<Parameters<typeof basisText>[0], 'steps' | 'looks'>) =>
    basisText({
      template: 't',
      reverts: null,
      values: { name },
      device: 'd',
      identity,
      steps,
      looks,
      tier: 'W2',
      warnings: [],
      rung: 'safeMode',
    });

  test('is another when any value of the secret is, and the same whoever is online', () => {
    fc.assert(
      fc.property(found, fc.constantFrom('profile', 'disabled', 'comment', '.id'), ({ steps, looks }, field) => {
        const [secrets = [], sessions = []] = looks;
        const other = secrets.map((row) => ({ ...row, [field]: `${row[field]}x` }));
        expect(basis({ steps, looks: [other, sessions] })).not.toBe(basis({ steps, looks }));
        expect(basis({ steps, looks: [secrets, []] })).toBe(basis({ steps, looks }));
      }),
    );
  });

  test('does not hang on the order in which anything was written', () => {
    fc.assert(
      fc.property(found, ({ steps, looks }) => {
        const turned = looks.map((rows) => rows.map((row) => Object.fromEntries(Object.entries(row).reverse())));
        expect(basis({ steps, looks: turned })).toBe(basis({ steps, looks }));
      }),
    );
  });
});

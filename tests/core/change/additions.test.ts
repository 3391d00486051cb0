import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { basisText } from '@/core/change/basis';
import { inverse } from '@/core/change/inverse';
import { isNeeded, predict } from '@/core/change/predict';
import { changeSentences, lookSentence } from '@/core/change/said';
import { isAsPredicted, isMade, standing } from '@/core/change/standing';
import { found, routersAfter, seenBy, withoutNumbers } from './routers';

const predicted = (looks: Parameters<typeof predict>[1], steps: Parameters<typeof predict>[0]) =>
  predict(steps, looks, null);

describe('whatever stands in a chain, in settings and under a name', () => {
  test('what is predicted is what a router has that does it, and then nothing more is needed', () => {
    fc.assert(
      fc.property(found, ({ steps, looks }) => {
        const { changes, refusals } = predicted(looks, steps);
        const then = routersAfter(steps, looks, changes);
        expect(refusals).toEqual([]);
        expect(isAsPredicted({ steps, changes }, then)).toBe(true);
        expect(isNeeded(predicted(then, steps))).toBe(false);
        expect(predicted(then, steps).refusals).toEqual([]);
        if (isNeeded({ changes })) expect(standing({ steps, changes }, then)).toBe('after');
      }),
    );
  });

  test('a router to which nothing was done is as before', () => {
    fc.assert(
      fc.property(found, ({ steps, looks }) => {
        const { changes } = predicted(looks, steps);
        fc.pre(isNeeded({ changes }));
        expect(isMade({ steps, changes }, looks)).toBe(false);
        expect(standing({ steps, changes }, looks)).toBe('before');
      }),
    );
  });

  test('where a part of it was made, it is neither', () => {
    fc.assert(
      fc.property(found, ({ steps, looks }) => {
        const { changes } = predicted(looks, steps);
        const needed = changes.filter(({ deed }) => deed !== 'keep');
        fc.pre(needed.length > 1);
        const then = routersAfter(steps, looks, needed.slice(0, 1));
        expect(standing({ steps, changes }, then)).toBe('neither');
      }),
    );
  });

  test('what takes it back brings back everything, the order of rules included; and so does what takes that back', () => {
    fc.assert(
      fc.property(found, ({ steps, looks }) => {
        const { changes } = predicted(looks, steps);
        const then = routersAfter(steps, looks, changes);
        const back = inverse({ steps, changes });
        const seen = seenBy(back, steps, then);
        const undoing = predicted(seen, back);
        expect(undoing.refusals).toEqual([]);
        const undone = routersAfter(back, seen, undoing.changes);
        expect(withoutNumbers(undone)).toEqual(withoutNumbers(seenBy(back, steps, looks)));

        const again = inverse({ steps: back, changes: undoing.changes });
        const seenAgain = seenBy(again, back, undone);
        const redoing = predicted(seenAgain, again);
        expect(redoing.refusals).toEqual([]);
        const redone = routersAfter(again, seenAgain, redoing.changes);
        expect(withoutNumbers(redone)).toEqual(withoutNumbers(seenBy(again, steps, then)));
      }),
    );
  });

  test('a rule is placed before a row that can have one before it, and each word is one', () => {
    fc.assert(
      fc.property(found, ({ steps, looks }) => {
        for (const change of predicted(looks, steps).changes.filter(({ deed }) => deed !== 'keep')) {
          const step = steps[change.step];
          if (step === undefined) throw new Error('a change without a step');
          const words = changeSentences(step, change).flatMap((sentence) => sentence.words);
          const first = looks[change.step]?.find(({ dynamic }) => dynamic !== 'true')?.['.id'];
          const isPlaced = step.place !== undefined && first !== undefined;
          expect(words.filter((word) => word.startsWith('=place-before='))).toEqual(
            isPlaced ? [`=place-before=${first}`] : [],
          );
          expect(words.every((word) => /^=[a-z.-]+=[^=]*$/.test(word))).toBe(true);
        }
      }),
    );
  });

  test('the digest is another when the order of a chain is, and the same whatever the router itself put into it', () => {
    const identity = { serial: 'HF1', pin: null, routerOs: '7.20.8' };
    const basis = ({ steps, looks }: Pick<Parameters<typeof basisText>[0], 'steps' | 'looks'>) =>
      basisText({
        template: 't',
        reverts: null,
        values: {},
        device: 'd',
        identity,
        steps,
        looks,
        tier: 'W2',
        warnings: [],
        rung: 'safeMode',
      });
    fc.assert(
      fc.property(found, ({ steps, looks: [chain = [], ...others] }) => {
        const own = chain.filter(({ dynamic }) => dynamic !== 'true');
        expect(basis({ steps, looks: [own, ...others] })).toBe(basis({ steps, looks: [chain, ...others] }));
        fc.pre(own.length > 1);
        expect(basis({ steps, looks: [own.toReversed(), ...others] })).not.toBe(
          basis({ steps, looks: [own, ...others] }),
        );
      }),
    );
  });
});

describe('it is refused', () => {
  test('where somebody has moved the rule behind others, or it is the router’s own', () => {
    fc.assert(
      fc.property(found, ({ steps, looks: [chain = [], ...others] }) => {
        const ours = chain.find(({ comment }) => comment?.startsWith('Routeward: '));
        const strange = chain.find(
          ({ dynamic, comment }) => dynamic === 'false' && !comment?.startsWith('Routeward: '),
        );
        fc.pre(ours !== undefined && strange !== undefined);
        const moved = [...chain.filter((row) => row !== ours), { ...ours }];
        expect(predicted([moved, ...others], steps).refusals).toEqual([{ id: 'notInPlace', step: 0 }]);
        const made = chain.map((row) => (row === ours ? { ...row, dynamic: 'true' } : row));
        expect(predicted([made, ...others], steps).refusals).toContainEqual({ id: 'dynamic', step: 0 });
      }),
    );
  });

  test('where there is one of that name with other values, unless it is to get these', () => {
    fc.assert(
      fc.property(found, ({ steps, looks: [chain = [], ...others] }) => {
        fc.pre(chain.some(({ comment }) => comment?.startsWith('Routeward: ')));
        const other = chain.map((row) => (row.comment?.startsWith('Routeward: ') ? { ...row, 'dst-port': '80' } : row));
        expect(predicted([other, ...others], steps).refusals).toEqual([{ id: 'alreadyThere', step: 0 }]);
      }),
    );
  });
});

test('a whole chain is read where the place counts, and settings have no row to ask for', () => {
  fc.assert(
    fc.property(found, ({ steps: [closing, timing] }) => {
      if (closing === undefined || timing === undefined) throw new Error('there are steps');
      expect(lookSentence(closing).words.filter((word) => word.startsWith('?'))).toEqual(['?chain=input']);
      expect(lookSentence(timing).words.filter((word) => word.startsWith('?'))).toEqual([]);
    }),
    { numRuns: 1 },
  );
});

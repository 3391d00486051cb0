import { expect, test } from 'vitest';
import { actions } from '@/core/actions/all';
import { kinds } from './made-of';
import { all, slotsBy, slotsIn, spelledKinds, textless, unsaid, withstand } from './withstand';

test('each parameter has a place where it is taken, and stands there once in each word that takes it', () => {
  expect(actions).toHaveLength(81);
  expect(kinds).toHaveLength(22);
  const nowhere = all.filter(({ places }) => places.length === 0);
  expect(nowhere.map(({ action, parameter }) => `${action.id} ${parameter.name}`)).toEqual([]);
  // No text is one of those that are not looked at here, so nothing is said of them below.
  const places = all.flatMap((one) => one.places).filter(({ parameter }) => !textless.includes(parameter.kind));
  const odd = places.filter(({ action, parameter, values, frame }) => {
    const slots = slotsBy(action, parameter, values).flat().length;
    return slotsIn(frame) !== slots || (unsaid.includes(parameter.kind) && slots > 0);
  });
  expect(odd.map(({ action, parameter, values }) => [action.id, parameter.name, values])).toEqual([]);
});

withstand(kinds.filter((kind) => !spelledKinds.includes(kind)));

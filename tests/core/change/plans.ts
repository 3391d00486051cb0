import fc from 'fast-check';
import type { Looks } from '@/core/change/rows';
import type { Fields, Step } from '@/core/change/step';

/* Routers as steps see them: secrets of one name, and the sessions of that name. */

export const name = 'anna.rossi';

const flag = fc.constantFrom('true', 'false');
const text = fc.string({ maxLength: 8 });
const rowNumber = fc.integer({ min: 1, max: 0xff_ff_ff_ff }).map((id) => `*${id.toString(16).toUpperCase()}`);

const secret: fc.Arbitrary<Fields> = fc.record({
  ...{ '.id': rowNumber, name: fc.constant(name), service: fc.constant('pppoe'), profile: text },
  ...{ 'remote-address': fc.constantFrom('', '100.70.0.9'), disabled: flag, comment: text },
});

const session: fc.Arbitrary<Fields> = fc.record({
  ...{ '.id': rowNumber, name: fc.constant(name), service: fc.constant('pppoe') },
  ...{ 'caller-id': text, address: fc.constantFrom('100.70.0.9', '100.70.0.10') },
});

const setting = (disabled: string): Step => ({
  ...{ menu: '/ppp/secret', verb: 'set', where: { name }, fields: { disabled }, mostRows: 1, ifNone: 'refuse' },
});
const ending: Step = {
  ...{ menu: '/ppp/active', verb: 'remove', where: { name }, fields: {}, mostRows: 4, ifNone: 'skip' },
};

/** A change, and what was found for each of its steps. */
export interface Found {
  readonly steps: readonly Step[];
  readonly looks: Looks;
}

/** One secret, and up to so many sessions as a suspension bears. */
export const found: fc.Arbitrary<Found> = fc
  .record({
    disabled: flag,
    secret,
    sessions: fc.uniqueArray(session, { maxLength: 4, selector: (row) => row['.id'] }),
  })
  .map(({ disabled, secret: row, sessions }) => ({
    steps: [setting(disabled), ending],
    looks: [[row], sessions],
  }));

/** A router after these changes, as the same looks find it. */
export function madeOf(looks: Looks, changes: readonly { step: number; row: string; after: Fields | null }[]): Looks {
  return looks.map((rows, step) =>
    rows.flatMap((row) => {
      const change = changes.find((one) => one.step === step && one.row === row['.id']);
      if (change === undefined) return [row];
      return change.after === null ? [] : [{ '.id': change.row, ...change.after }];
    }),
  );
}

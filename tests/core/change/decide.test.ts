import { describe, expect, test } from 'vitest';
import { changeStates } from '@/core/change/change';
import {
  type Decidable,
  whyNotAuthorise,
  whyNotBreakGlass,
  whyNotReject,
  whyNotRevert,
  whyNotWithdraw,
} from '@/core/change/decide';

const now = '2026-11-30T12:00:00.000Z';
const waiting: Decidable = {
  ...{
    state: 'previewed',
    tier: 'W2',
    guard: 'safeMode',
    takesTwo: false,
    isOwn: true,
    isDirect: false,
    deviceName: 'core-1',
    isDeviceArchived: false,
  },
  expiresAt: '2026-11-30T12:00:00.001Z',
};
const verified = {
  ...waiting,
  ...({ state: 'verified', takenBack: null, inverse: ['/x'], lookAt: now, reverts: null, madeAgain: null } as const),
};

describe('a hindrance is a sentence, and is told in one', () => {
  test.each(changeStates)('in the state %s', (state) => {
    const each = [
      whyNotAuthorise({ ...waiting, state }, 'operator', now),
      whyNotBreakGlass({ ...waiting, state, takesTwo: true }, 'superAdmin', now),
      whyNotReject({ ...waiting, state, isOwn: false }, 'admin', now),
      whyNotWithdraw({ ...waiting, state }),
      whyNotRevert({ ...verified, state }, 'operator'),
    ];
    expect(each.map((one) => one === null)).toEqual([
      state === 'previewed',
      state === 'previewed',
      state === 'previewed',
      state === 'previewed' || state === 'previewing',
      state === 'verified',
    ]);
    for (const one of each) if (one !== null) expect(one.message).toMatch(/^[A-Z].*\.$/);
  });

  test('a write action is authorised by no Operator, who may have asked for it as an Admin', () => {
    const direct = { ...waiting, isDirect: true };
    expect(whyNotAuthorise(direct, 'operator', now)?.message).toMatch(/^Direct write actions take an Admin/);
    expect(whyNotAuthorise(direct, 'admin', now)).toBeNull();
  });

  test('what the router would not undo is authorised by an Admin, also where it is one’s own', () => {
    const bare = { ...waiting, guard: 'none' } as const;
    expect(whyNotAuthorise(bare, 'operator', now)?.message).toMatch(/^The router would not undo it by itself/);
    expect(whyNotAuthorise({ ...bare, tier: 'W1' }, 'operator', now)?.code).toBe('forbidden');
    for (const role of ['admin', 'superAdmin'] as const) expect(whyNotAuthorise(bare, role, now)).toBeNull();
    for (const guard of ['timer', 'safeMode', null] as const)
      expect(whyNotAuthorise({ ...waiting, guard }, 'operator', now)).toBeNull();
  });

  test('what takes a second person is authorised by no one alone, and the sentence says whose rule that is', () => {
    const strict = { ...waiting, takesTwo: true };
    for (const role of ['superAdmin', 'admin', 'operator'] as const)
      expect(whyNotAuthorise(strict, role, now)?.message).toMatch(/^Each change of this customer/);
    expect(whyNotAuthorise({ ...strict, tier: 'W3' }, 'admin', now)?.message).toMatch(/^A change of tier W3/);
    expect(whyNotAuthorise({ ...strict, isOwn: false }, 'admin', now)).toBeNull();
  });

  test('the glass is broken by a Super Admin, over the own, and only where it is in the way', () => {
    const strict = { ...waiting, takesTwo: true };
    expect(whyNotBreakGlass(strict, 'superAdmin', now)).toBeNull();
    expect(whyNotBreakGlass(strict, 'admin', now)?.code).toBe('forbidden');
    for (const one of [waiting, { ...strict, isOwn: false }, { ...strict, expiresAt: now }])
      expect(whyNotBreakGlass(one, 'superAdmin', now)?.code).toBe('conflict');
  });

  test('a preview ends with its millisecond, and one without an end is none', () => {
    expect(whyNotAuthorise({ ...waiting, expiresAt: now }, 'admin', now)?.code).toBe('conflict');
    expect(whyNotAuthorise({ ...waiting, expiresAt: null }, 'admin', now)?.code).toBe('conflict');
    expect(whyNotReject({ ...waiting, isOwn: false, expiresAt: now }, 'admin', now)?.code).toBe('conflict');
  });

  test('what may have been made in part is taken back once nobody looks at it any more, unless it took something back itself', () => {
    const unknown = { ...verified, state: 'unknown', lookAt: null } as const;
    expect(whyNotRevert(unknown, 'operator')).toBeNull();
    expect(whyNotRevert({ ...unknown, lookAt: now }, 'operator')?.code).toBe('conflict');
    expect(whyNotRevert({ ...unknown, reverts: 'another' }, 'operator')?.code).toBe('conflict');
    // What another one made since is that one's.
    const again = whyNotRevert({ ...unknown, madeAgain: { number: 9 } }, 'operator');
    expect(again?.message).toBe('C-9 made it since: take that one back.');
    expect(whyNotRevert({ ...verified, madeAgain: { number: 9 } }, 'operator')).toBeNull();
  });

  test('what nothing brings back, and what is taken back already, is not taken back', () => {
    expect(whyNotRevert({ ...verified, inverse: [] }, 'operator')?.message).toBe('Nothing brings back what it did.');
    expect(whyNotRevert({ ...verified, takenBack: { number: 7 } }, 'operator')?.message).toBe(
      'C-7 takes it back already.',
    );
    expect(whyNotRevert({ ...verified, isDeviceArchived: true }, 'operator')?.message).toBe('core-1 is archived.');
    expect(whyNotRevert({ ...verified, isDirect: true }, 'operator')?.message).toMatch(/^Direct write actions take/);
    expect(whyNotRevert({ ...verified, isDirect: true }, 'admin')).toBeNull();
  });
});

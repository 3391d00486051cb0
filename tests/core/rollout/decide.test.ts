import { expect, test } from 'vitest';
import {
  type DecidableRollout,
  ofRetiredTemplate,
  whyNotAuthoriseRollout,
  whyNotBreakGlassOfRollout,
  whyNotRejectRollout,
  whyNotResume,
  whyNotRetry,
  whyNotStop,
  whyNotWithdrawRollout,
} from '@/core/rollout/decide';
import type { RolloutState } from '@/core/rollout/rollout';

const now = '2026-12-01T12:00:00.000Z';
const later = '2026-12-01T13:00:00.000Z';
const counts = { devices: 2, previewing: 0, waiting: 1, begun: 0, verified: 0, failed: 1, unneeded: 0, leftOut: 0 };
const of = (state: RolloutState, given: Partial<DecidableRollout> = {}): DecidableRollout => ({
  ...{ state, template: 'inForce', tier: 'W2', takesTwo: false, isOwn: true, isUnguarded: false, closed: null },
  ...{ counts, expiresAt: later, runsUntil: later, ...given },
});

/** What goes on with the version of the template, and is refused without it. */
const onward = {
  authorise: (given: Partial<DecidableRollout>) => whyNotAuthoriseRollout(of('planned', given), 'admin', now),
  breakGlass: (given: Partial<DecidableRollout>) =>
    whyNotBreakGlassOfRollout(of('planned', { takesTwo: true, ...given }), 'superAdmin', now),
  resume: (given: Partial<DecidableRollout>) => whyNotResume(of('stopped', given), 'admin', now),
  retry: (given: Partial<DecidableRollout>) => whyNotRetry(of('done', given), 1),
};

test.each(Object.entries(onward))('%s: with the version that it was asked with, and not without', (_, whyNot) => {
  expect(whyNot({})).toBeNull();
  expect(whyNot({ template: 'retired' })).toMatchObject({ code: 'conflict', message: ofRetiredTemplate });
  expect(whyNot({ template: 'unknown' })).toMatchObject({
    code: 'conflict',
    message: expect.stringMatching(/has not that version/),
  });
});

test('what only ends it is done whatever became of its template', () => {
  const template = 'retired';
  expect(whyNotWithdrawRollout(of('planned', { template }))).toBeNull();
  expect(whyNotRejectRollout(of('planned', { template, isOwn: false }), 'admin', now)).toBeNull();
  expect(whyNotStop(of('running', { template }))).toBeNull();
});
